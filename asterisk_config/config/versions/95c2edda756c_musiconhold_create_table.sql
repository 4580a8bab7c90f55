-- ---
-- revision: 95c2edda756c
-- down_revision: 81f2a10b1f6c
-- create_date: 2026-09-22 13:35:39
-- message: musiconhold create table
-- doc: >-
--   Classes of music on hold.
-- ---

-- migrate:upgrade
CREATE TABLE `musiconhold` (
    `name`        VARCHAR(80) NOT NULL,
    `mode`        ENUM ('custom', 'files', 'mp3nb', 'quietmp3nb', 'quietmp3'),
    `directory`   VARCHAR(255),
    `application` VARCHAR(255),
    `digit`       VARCHAR(1),
    `sort`        VARCHAR(10),
    `format`      VARCHAR(10),
    `stamp`       DATETIME,
    PRIMARY KEY (`name`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `musiconhold`;
