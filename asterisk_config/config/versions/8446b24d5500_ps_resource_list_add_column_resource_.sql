-- ---
-- revision: 8446b24d5500
-- down_revision: d7dcbc17769f
-- create_date: 2026-10-19 09:46:46
-- message: ps_resource_list add column resource_display_name
-- ---

-- migrate:upgrade
ALTER TABLE `ps_resource_list`
    ADD COLUMN `resource_display_name` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_resource_list`
    DROP COLUMN `resource_display_name`,
    FORCE;
