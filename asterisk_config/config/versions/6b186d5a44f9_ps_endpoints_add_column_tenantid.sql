-- ---
-- revision: 6b186d5a44f9
-- down_revision: 1feff9078e76
-- create_date: 2026-10-08 11:08:47
-- message: ps_endpoints add column tenantid
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `tenantid` VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `tenantid`;
