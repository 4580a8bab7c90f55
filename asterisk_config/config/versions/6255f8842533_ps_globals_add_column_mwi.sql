-- ---
-- revision: 6255f8842533
-- down_revision: 4e2fc49f7234
-- create_date: 2026-10-05 13:36:51
-- message: ps_globals add column mwi
-- doc: >-
--   Load limits of message-waiting notices.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `mwi_tps_queue_high`              INT,
    ADD COLUMN `mwi_tps_queue_low`               INT,
    ADD COLUMN `mwi_disable_initial_unsolicited` ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes'),
    ADD COLUMN `ignore_uri_user_options`         ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `ignore_uri_user_options`,
    DROP COLUMN `mwi_disable_initial_unsolicited`,
    DROP COLUMN `mwi_tps_queue_low`,
    DROP COLUMN `mwi_tps_queue_high`,
    FORCE;
