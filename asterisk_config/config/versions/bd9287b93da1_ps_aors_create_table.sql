-- ---
-- revision: bd9287b93da1
-- down_revision: ac59c58bb6ab
-- create_date: 2026-09-14 11:35:10
-- message: ps_aors create table
-- doc: >-
--   Addresses of record: where an endpoint may register, and the static contacts it has.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_aors` (
    `id`                   VARCHAR(40) NOT NULL,
    `contact`              VARCHAR(255),
    `default_expiration`   INT,
    `mailboxes`            VARCHAR(80),
    `max_contacts`         INT,
    `minimum_expiration`   INT,
    `remove_existing`      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `qualify_frequency`    INT,
    `authenticate_qualify` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `maximum_expiration`   INT,
    `outbound_proxy`       VARCHAR(40),
    `support_path`         ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    UNIQUE KEY `id` (`id`),
    KEY `ps_aors_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_aors`;
