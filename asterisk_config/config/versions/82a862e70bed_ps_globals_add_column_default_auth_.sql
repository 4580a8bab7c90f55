-- ---
-- revision: 82a862e70bed
-- down_revision: 6ad69ece5e20
-- create_date: 2026-11-09 09:09:46
-- message: ps_globals add column default_auth_algorithms
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `default_auth_algorithms_uas` VARCHAR(1024),
    ADD COLUMN `default_auth_algorithms_uac` VARCHAR(1024);

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `default_auth_algorithms_uac`,
    DROP COLUMN `default_auth_algorithms_uas`,
    FORCE;
