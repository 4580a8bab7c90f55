-- ---
-- revision: d7dcbc17769f
-- down_revision: 772c8efb3bc1
-- create_date: 2026-10-19 09:24:05
-- message: ps_asterisk_publications create table
-- doc: >-
--   Which states are exchanged between Asterisk servers, and through which publications.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_asterisk_publications` (
    `id`                   VARCHAR(40) NOT NULL,
    `devicestate_publish`  VARCHAR(40),
    `mailboxstate_publish` VARCHAR(40),
    `device_state`         ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `device_state_filter`  VARCHAR(256),
    `mailbox_state`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `mailbox_state_filter` VARCHAR(256),
    UNIQUE KEY `id` (`id`),
    KEY `ps_asterisk_publications_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_asterisk_publications`;
