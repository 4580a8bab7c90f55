-- ---
-- revision: 1278679872cd
-- down_revision: ca7cd7b6af72
-- create_date: 2026-11-03 09:55:10
-- message: ps_registrations add column user_agent
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    ADD COLUMN `user_agent` VARCHAR(255);

-- migrate:downgrade
ALTER TABLE `ps_registrations`
    DROP COLUMN `user_agent`,
    FORCE;
