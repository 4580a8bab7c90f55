-- ---
-- revision: 60f5299515aa
-- down_revision: 3d02ccc55217
-- create_date: 2026-09-30 12:45:03
-- message: ps_endpoints add column codecs
-- doc: >-
--   Options of one endpoint that other vendors' phones and trunks ask for.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `user_eq_phone`               ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `moh_passthrough`             ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `media_encryption_optimistic` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `rpid_immediate`              ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `g726_non_standard`           ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `g726_non_standard`,
    DROP COLUMN `rpid_immediate`,
    DROP COLUMN `media_encryption_optimistic`,
    DROP COLUMN `moh_passthrough`,
    DROP COLUMN `user_eq_phone`,
    FORCE;
