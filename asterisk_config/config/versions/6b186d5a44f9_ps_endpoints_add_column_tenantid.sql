-- ---
-- revision: 6b186d5a44f9
-- down_revision: 1feff9078e76
-- create_date: 2026-11-06 09:06:08
-- message: ps_endpoints add column tenantid
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `tenantid` VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `tenantid`,
    FORCE;
