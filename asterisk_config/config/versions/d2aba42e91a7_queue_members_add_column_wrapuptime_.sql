-- ---
-- revision: d2aba42e91a7
-- down_revision: 5d336926918a
-- create_date: 2026-10-25 11:06:39
-- message: queue_members add column wrapuptime ringinuse
-- ---

-- migrate:upgrade
ALTER TABLE `queue_members`
    ADD COLUMN `wrapuptime` INT,
    ADD COLUMN `ringinuse`  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `queue_members`
    DROP COLUMN `ringinuse`,
    DROP COLUMN `wrapuptime`,
    FORCE;
