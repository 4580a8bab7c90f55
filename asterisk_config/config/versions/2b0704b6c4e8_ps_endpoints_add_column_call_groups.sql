-- ---
-- revision: 2b0704b6c4e8
-- down_revision: f48f7ce794b0
-- create_date: 2026-09-17 11:21:45
-- message: ps_endpoints add column call_groups
-- doc: >-
--   SRTP, early media, call and pickup groups.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `media_encryption`     ENUM ('no', 'sdes', 'dtls'),
    ADD COLUMN `inband_progress`      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `call_group`           VARCHAR(40),
    ADD COLUMN `pickup_group`         VARCHAR(40),
    ADD COLUMN `named_call_group`     VARCHAR(40),
    ADD COLUMN `named_pickup_group`   VARCHAR(40),
    ADD COLUMN `device_state_busy_at` INT;

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `device_state_busy_at`,
    DROP COLUMN `named_pickup_group`,
    DROP COLUMN `named_call_group`,
    DROP COLUMN `pickup_group`,
    DROP COLUMN `call_group`,
    DROP COLUMN `inband_progress`,
    DROP COLUMN `media_encryption`,
    FORCE;
