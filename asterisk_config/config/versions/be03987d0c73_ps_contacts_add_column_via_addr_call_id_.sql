-- ---
-- revision: be03987d0c73
-- down_revision: 017e8efef0be
-- create_date: 2026-10-11 11:19:04
-- message: ps_contacts add column via_addr call_id endpoint
-- doc: >-
--   What a registration came in with, so that Asterisk can match later requests and drop
--   stale ones at start.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    ADD COLUMN `authenticate_qualify` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `via_addr`             VARCHAR(40),
    ADD COLUMN `via_port`             INT,
    ADD COLUMN `call_id`              VARCHAR(255),
    ADD COLUMN `endpoint`             VARCHAR(40),
    ADD COLUMN `prune_on_boot`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_contacts`
    DROP COLUMN `prune_on_boot`,
    DROP COLUMN `endpoint`,
    DROP COLUMN `call_id`,
    DROP COLUMN `via_port`,
    DROP COLUMN `via_addr`,
    DROP COLUMN `authenticate_qualify`,
    FORCE;
