-- ---
-- revision: e45a2934f5ee
-- down_revision: 9f1a10388334
-- create_date: 2026-10-02 10:11:03
-- message: ps_aors add column qualify_timeout
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    ADD COLUMN `qualify_timeout` FLOAT;

-- migrate:downgrade
ALTER TABLE `ps_aors`
    DROP COLUMN `qualify_timeout`,
    FORCE;
