-- ---
-- revision: 97fc11c2b234
-- down_revision: e78aea728097
-- create_date: 2026-10-30 12:29:24
-- message: queue_members add column reason_paused
-- ---

-- migrate:upgrade
ALTER TABLE `queue_members`
    ADD COLUMN `reason_paused` VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `queue_members`
    DROP COLUMN `reason_paused`,
    FORCE;
