-- ---
-- revision: 74b6fcc667e7
-- down_revision: 6c91aa0ae0c1
-- create_date: 2026-10-16 11:41:51
-- message: ps_outbound_publishes create table
-- doc: >-
--   Device and mailbox state published to others. The columns that begin with @ are
--   Asterisk's own marks for values it stores unread.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_outbound_publishes` (
    `id`                VARCHAR(255) NOT NULL,
    `expiration`        INT,
    `outbound_auth`     VARCHAR(255),
    `outbound_proxy`    VARCHAR(256),
    `server_uri`        VARCHAR(256),
    `from_uri`          VARCHAR(256),
    `to_uri`            VARCHAR(256),
    `event`             VARCHAR(40),
    `max_auth_attempts` INT,
    `transport`         VARCHAR(40),
    `multi_user`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `@body`             VARCHAR(40),
    `@context`          VARCHAR(256),
    `@exten`            VARCHAR(256),
    UNIQUE KEY `id` (`id`),
    KEY `ps_outbound_publishes_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_outbound_publishes`;
