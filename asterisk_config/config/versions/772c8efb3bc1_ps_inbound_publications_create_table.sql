-- ---
-- revision: 772c8efb3bc1
-- down_revision: 74b6fcc667e7
-- create_date: 2026-10-16 13:40:10
-- message: ps_inbound_publications create table
-- doc: >-
--   State taken from others, by event package.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_inbound_publications` (
    `id`                         VARCHAR(255) NOT NULL,
    `endpoint`                   VARCHAR(255),
    `event_asterisk-devicestate` VARCHAR(40),
    `event_asterisk-mwi`         VARCHAR(40),
    UNIQUE KEY `id` (`id`),
    KEY `ps_inbound_publications_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_inbound_publications`;
