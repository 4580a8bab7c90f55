-- ---
-- revision: 6093fcd8e794
-- down_revision: 2c9fb8d04a8c
-- create_date: 2026-09-17 10:12:22
-- message: ps_subscription_persistence create table
-- doc: >-
--   SUBSCRIBE dialogs that outlive a restart of Asterisk.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_subscription_persistence` (
    `id`            VARCHAR(40) NOT NULL,
    `packet`        VARCHAR(2048),
    `src_name`      VARCHAR(128),
    `src_port`      INT,
    `transport_key` VARCHAR(64),
    `local_name`    VARCHAR(128),
    `local_port`    INT,
    `cseq`          INT,
    `tag`           VARCHAR(128),
    `endpoint`      VARCHAR(40),
    `expires`       INT,
    `contact_uri`   VARCHAR(256),
    UNIQUE KEY `id` (`id`),
    KEY `ps_subscription_persistence_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_subscription_persistence`;
