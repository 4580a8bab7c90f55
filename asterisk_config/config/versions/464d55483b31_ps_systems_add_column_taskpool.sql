-- ---
-- revision: 464d55483b31
-- down_revision: 82a862e70bed
-- create_date: 2026-11-09 10:45:37
-- message: ps_systems add column taskpool
-- ---

-- migrate:upgrade
ALTER TABLE `ps_systems`
    ADD COLUMN `taskpool_minimum_size`   INT,
    ADD COLUMN `taskpool_initial_size`   INT,
    ADD COLUMN `taskpool_auto_increment` INT,
    ADD COLUMN `taskpool_idle_timeout`   INT,
    ADD COLUMN `taskpool_max_size`       INT;

-- migrate:downgrade
ALTER TABLE `ps_systems`
    DROP COLUMN `taskpool_max_size`,
    DROP COLUMN `taskpool_idle_timeout`,
    DROP COLUMN `taskpool_auto_increment`,
    DROP COLUMN `taskpool_initial_size`,
    DROP COLUMN `taskpool_minimum_size`,
    FORCE;
