-- ---
-- revision: 0c1f395cd0f7
-- down_revision: 60bae5f8b7b1
-- create_date: 2026-09-15 12:22:05
-- message: ps_systems create table
-- doc: >-
--   Timers and thread pool of the stack; read once, at start.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_systems` (
    `id`                        VARCHAR(40) NOT NULL,
    `timer_t1`                  INT,
    `timer_b`                   INT,
    `compact_headers`           ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `threadpool_initial_size`   INT,
    `threadpool_auto_increment` INT,
    `threadpool_idle_timeout`   INT,
    `threadpool_max_size`       INT,
    `disable_tcp_switch`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    UNIQUE KEY `id` (`id`),
    KEY `ps_systems_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_systems`;
