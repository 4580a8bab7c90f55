-- ---
-- revision: 2b26e359830a
-- down_revision: 6b186d5a44f9
-- create_date: 2026-11-06 09:37:40
-- message: ps_subscription_persistence add column generator_data
-- ---

-- migrate:upgrade
ALTER TABLE `ps_subscription_persistence`
    ADD COLUMN `generator_data` TEXT;

-- migrate:downgrade
ALTER TABLE `ps_subscription_persistence`
    DROP COLUMN `generator_data`,
    FORCE;
