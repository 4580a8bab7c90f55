-- ---
-- revision: ac59c58bb6ab
-- down_revision: fe3286f362b7
-- create_date: 2026-09-14 10:47:48
-- message: ps_auths create table
-- doc: >-
--   Credentials, inbound and outbound; named by ps_endpoints.auth and outbound_auth.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_auths` (
    `id`             VARCHAR(40) NOT NULL,
    `auth_type`      ENUM ('md5', 'userpass'),
    `nonce_lifetime` INT,
    `md5_cred`       VARCHAR(40),
    `password`       VARCHAR(80),
    `realm`          VARCHAR(40),
    `username`       VARCHAR(40),
    UNIQUE KEY `id` (`id`),
    KEY `ps_auths_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_auths`;
