-- ---
-- revision: 5d336926918a
-- down_revision: ce7d8c079e80
-- create_date: 2026-10-25 10:19:22
-- message: ps_aors add column remove_unavailable
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    ADD COLUMN `remove_unavailable` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_aors`
    DROP COLUMN `remove_unavailable`,
    FORCE;
