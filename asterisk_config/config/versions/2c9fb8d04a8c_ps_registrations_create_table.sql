-- ---
-- revision: 2c9fb8d04a8c
-- down_revision: c140a04ccfbf
-- create_date: 2026-09-17 09:09:17
-- message: ps_registrations create table
-- doc: >-
--   Registrations that Asterisk makes with others: trunks of a provider.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_registrations` (
    `id`                       VARCHAR(40) NOT NULL,
    `auth_rejection_permanent` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `client_uri`               VARCHAR(255),
    `contact_user`             VARCHAR(40),
    `expiration`               INT,
    `max_retries`              INT,
    `outbound_auth`            VARCHAR(40),
    `outbound_proxy`           VARCHAR(40),
    `retry_interval`           INT,
    `forbidden_retry_interval` INT,
    `server_uri`               VARCHAR(255),
    `transport`                VARCHAR(40),
    `support_path`             ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    UNIQUE KEY `id` (`id`),
    KEY `ps_registrations_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_registrations`;
