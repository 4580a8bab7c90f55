-- ---
-- revision: 7072cc00d37a
-- down_revision: 58d681ae2d37
-- create_date: 2026-10-28 09:12:17
-- message: ps_transports add column allow_wildcard_certs
-- ---

-- migrate:upgrade
ALTER TABLE `ps_transports`
    ADD COLUMN `allow_wildcard_certs` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_transports`
    DROP COLUMN `allow_wildcard_certs`,
    FORCE;
