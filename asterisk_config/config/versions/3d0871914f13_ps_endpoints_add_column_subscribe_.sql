-- ---
-- revision: 3d0871914f13
-- down_revision: 70563e9ce2ae
-- create_date: 2026-10-11 12:12:52
-- message: ps_endpoints add column subscribe contact_user
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `subscribe_context`  VARCHAR(40),
    ADD COLUMN `fax_detect_timeout` INT,
    ADD COLUMN `contact_user`       VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `contact_user`,
    DROP COLUMN `fax_detect_timeout`,
    DROP COLUMN `subscribe_context`,
    FORCE;
