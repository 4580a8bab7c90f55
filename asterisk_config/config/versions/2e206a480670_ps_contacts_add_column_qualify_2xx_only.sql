-- ---
-- revision: 2e206a480670
-- down_revision: fa2f26c3d233
-- create_date: 2026-11-06 12:00:42
-- message: ps_contacts add column qualify_2xx_only
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    ADD COLUMN `qualify_2xx_only` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_contacts`
    DROP COLUMN `qualify_2xx_only`,
    FORCE;
