-- ---
-- revision: 5b0168eee67d
-- down_revision: 97fc11c2b234
-- create_date: 2026-10-30 13:01:14
-- message: musiconhold add column loop_last
-- ---

-- migrate:upgrade
ALTER TABLE `musiconhold`
    ADD COLUMN `loop_last` ENUM ('yes', 'no');

-- migrate:downgrade
ALTER TABLE `musiconhold`
    DROP COLUMN `loop_last`,
    FORCE;
