-- ---
-- revision: 80fda963a4f5
-- down_revision: d5619de3485b
-- create_date: 2026-09-19 12:31:33
-- message: extensions create table
-- doc: >-
--   Realtime dialplan. The second unique key on id repeats the primary key: that is how
--   Asterisk publishes the table, and a tool that compares with Asterisk's own scripts
--   expects both.
-- ---

-- migrate:upgrade
CREATE TABLE `extensions` (
    `id`       BIGINT NOT NULL AUTO_INCREMENT,
    `context`  VARCHAR(40) NOT NULL,
    `exten`    VARCHAR(40) NOT NULL,
    `priority` INT NOT NULL,
    `app`      VARCHAR(40) NOT NULL,
    `appdata`  VARCHAR(256) NOT NULL,
    PRIMARY KEY (`id`),
    UNIQUE KEY `context` (`context`, `exten`, `priority`),
    UNIQUE KEY `id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `extensions`;
