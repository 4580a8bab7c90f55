-- ---
-- revision: 3d02ccc55217
-- down_revision: d44d40107cf4
-- create_date: 2026-09-30 12:13:47
-- message: ps_endpoints add column accountcode
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `accountcode` VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `accountcode`,
    FORCE;
