-- ---
-- revision: 1feff9078e76
-- down_revision: 38165761bb72
-- create_date: 2026-11-03 13:22:05
-- message: queues add column log_restricted_caller_id
-- ---

-- migrate:upgrade
ALTER TABLE `queues`
    ADD COLUMN `log_restricted_caller_id` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                'yes');

-- migrate:downgrade
ALTER TABLE `queues`
    DROP COLUMN `log_restricted_caller_id`,
    FORCE;
