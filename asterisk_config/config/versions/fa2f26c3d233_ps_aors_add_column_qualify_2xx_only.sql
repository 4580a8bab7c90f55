-- ---
-- revision: fa2f26c3d233
-- down_revision: ce45b1bb6e64
-- create_date: 2026-11-06 11:13:00
-- message: ps_aors add column qualify_2xx_only
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    ADD COLUMN `qualify_2xx_only` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_aors`
    DROP COLUMN `qualify_2xx_only`,
    FORCE;
