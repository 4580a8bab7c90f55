-- ---
-- revision: 70563e9ce2ae
-- down_revision: be03987d0c73
-- create_date: 2026-10-11 11:41:42
-- message: ps_subscription_persistence add column prune_on_boot
-- ---

-- migrate:upgrade
ALTER TABLE `ps_subscription_persistence`
    ADD COLUMN `prune_on_boot` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_subscription_persistence`
    DROP COLUMN `prune_on_boot`,
    FORCE;
