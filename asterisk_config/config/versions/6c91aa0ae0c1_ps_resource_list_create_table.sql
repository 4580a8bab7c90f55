-- ---
-- revision: 6c91aa0ae0c1
-- down_revision: 8de1b7a9ad0f
-- create_date: 2026-10-16 09:43:00
-- message: ps_resource_list create table
-- doc: >-
--   Lists of resources that are subscribed to as one (RFC 4662).
-- ---

-- migrate:upgrade
CREATE TABLE `ps_resource_list` (
    `id`                          VARCHAR(40) NOT NULL,
    `list_item`                   VARCHAR(2048),
    `event`                       VARCHAR(40),
    `full_state`                  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `notification_batch_interval` INT,
    UNIQUE KEY `id` (`id`),
    KEY `ps_resource_list_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_resource_list`;
