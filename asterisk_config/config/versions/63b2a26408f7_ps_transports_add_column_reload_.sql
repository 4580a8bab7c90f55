-- ---
-- revision: 63b2a26408f7
-- down_revision: 552215e20846
-- create_date: 2026-10-08 11:43:53
-- message: ps_transports add column reload symmetric
-- ---

-- migrate:upgrade
ALTER TABLE `ps_transports`
    ADD COLUMN `allow_reload`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `symmetric_transport` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_transports`
    DROP COLUMN `symmetric_transport`,
    DROP COLUMN `allow_reload`,
    FORCE;
