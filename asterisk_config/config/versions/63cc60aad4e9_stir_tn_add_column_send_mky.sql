-- ---
-- revision: 63cc60aad4e9
-- down_revision: 83c20845b7e8
-- create_date: 2026-10-22 12:39:32
-- message: stir_tn add column send_mky
-- ---

-- migrate:upgrade
ALTER TABLE `stir_tn`
    ADD COLUMN `send_mky` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `stir_tn`
    DROP COLUMN `send_mky`,
    FORCE;
