-- ---
-- revision: a414877f1d8c
-- down_revision: facc2220ef5e
-- create_date: 2026-10-08 13:34:16
-- message: ps_aors add column voicemail_extension
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    ADD COLUMN `voicemail_extension` VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_aors`
    DROP COLUMN `voicemail_extension`,
    FORCE;
