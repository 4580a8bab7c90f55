-- ---
-- revision: c566b40539f4
-- down_revision: 3f39010ea159
-- create_date: 2026-09-25 09:34:57
-- message: voicemail add column stamp
-- ---

-- migrate:upgrade
ALTER TABLE `voicemail`
    ADD COLUMN `stamp` DATETIME;

-- migrate:downgrade
ALTER TABLE `voicemail`
    DROP COLUMN `stamp`,
    FORCE;
