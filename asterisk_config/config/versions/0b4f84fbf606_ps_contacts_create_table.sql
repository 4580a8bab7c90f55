-- ---
-- revision: 0b4f84fbf606
-- down_revision: bd9287b93da1
-- create_date: 2026-09-14 13:10:15
-- message: ps_contacts create table
-- doc: >-
--   Registered contacts. Asterisk writes here itself, on every REGISTER. The id may be NULL,
--   as Asterisk declares it; the unique key is what identifies a row.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_contacts` (
    `id`                VARCHAR(255),
    `uri`               VARCHAR(255),
    `expiration_time`   INT,
    `qualify_frequency` INT,
    `outbound_proxy`    VARCHAR(40),
    `path`              TEXT,
    `user_agent`        VARCHAR(255),
    UNIQUE KEY `id` (`id`),
    KEY `ps_contacts_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_contacts`;
