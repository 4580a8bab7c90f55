-- ---
-- revision: 42f5ae517ca8
-- down_revision: 3d55ec0ad59b
-- create_date: 2026-09-15 10:15:40
-- message: ps_domain_aliases create table
-- doc: >-
--   Other names of a SIP domain.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_domain_aliases` (
    `id`     VARCHAR(255) NOT NULL,
    `domain` VARCHAR(255),
    UNIQUE KEY `id` (`id`),
    KEY `ps_domain_aliases_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_domain_aliases`;
