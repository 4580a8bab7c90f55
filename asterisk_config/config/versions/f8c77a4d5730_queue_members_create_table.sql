-- ---
-- revision: f8c77a4d5730
-- down_revision: 2093a022c7ec
-- create_date: 2026-09-22 10:01:23
-- message: queue_members create table
-- doc: >-
--   Who answers a queue. Asterisk pauses a member by its uniqueid.
-- ---

-- migrate:upgrade
CREATE TABLE `queue_members` (
    `queue_name`      VARCHAR(80) NOT NULL,
    `interface`       VARCHAR(80) NOT NULL,
    `membername`      VARCHAR(80),
    `state_interface` VARCHAR(80),
    `penalty`         INT,
    `paused`          INT,
    `uniqueid`        INT NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (`queue_name`, `interface`),
    UNIQUE KEY `uniqueid` (`uniqueid`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `queue_members`;
