-- ---
-- revision: 2b790154634d
-- down_revision: 42f5ae517ca8
-- create_date: 2026-09-15 10:47:18
-- message: ps_endpoint_id_ips create table
-- doc: >-
--   Which endpoint a request belongs to, told by its source address.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_endpoint_id_ips` (
    `id`       VARCHAR(255) NOT NULL,
    `endpoint` VARCHAR(255),
    `match`    VARCHAR(80),
    UNIQUE KEY `id` (`id`),
    KEY `ps_endpoint_id_ips_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_endpoint_id_ips`;
