-- ---
-- revision: 81f2a10b1f6c
-- down_revision: f8c77a4d5730
-- create_date: 2026-09-22 12:00:16
-- message: queue_rules create table
-- doc: >-
--   Steps by which a queue widens the penalties it accepts. Asterisk publishes this table
--   with no key at all, for it is only ever read whole; a key of our own would make it
--   another table than Asterisk's.
-- ---

-- migrate:upgrade
CREATE TABLE `queue_rules` (
    `rule_name`   VARCHAR(80) NOT NULL,
    `time`        VARCHAR(32) NOT NULL,
    `min_penalty` VARCHAR(32) NOT NULL,
    `max_penalty` VARCHAR(32) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `queue_rules`;
