-- ---
-- revision: 60bae5f8b7b1
-- down_revision: 2b790154634d
-- create_date: 2026-09-15 11:34:43
-- message: ps_globals create table
-- doc: >-
--   The one row of options that hold for the whole PJSIP stack.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_globals` (
    `id`                        VARCHAR(40) NOT NULL,
    `max_forwards`              INT,
    `user_agent`                VARCHAR(255),
    `default_outbound_endpoint` VARCHAR(40),
    `debug`                     VARCHAR(40),
    `endpoint_identifier_order` VARCHAR(40),
    `max_initial_qualify_time`  INT,
    UNIQUE KEY `id` (`id`),
    KEY `ps_globals_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_globals`;
