-- ---
-- revision: 1256ccead746
-- down_revision: 464d55483b31
-- create_date: 2026-11-09 11:32:51
-- message: ps_endpoints add column follow_redirect_methods
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `follow_redirect_methods` VARCHAR(95);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `follow_redirect_methods`,
    FORCE;
