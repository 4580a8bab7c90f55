-- ---
-- revision: ce45b1bb6e64
-- down_revision: 2b26e359830a
-- create_date: 2026-11-06 10:09:28
-- message: ps_endpoints add column suppress_moh_on_sendonly
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `suppress_moh_on_sendonly` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `suppress_moh_on_sendonly`,
    FORCE;
