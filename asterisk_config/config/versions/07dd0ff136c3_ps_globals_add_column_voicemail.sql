-- ---
-- revision: 07dd0ff136c3
-- down_revision: 30a39b449879
-- create_date: 2026-10-05 11:06:43
-- message: ps_globals add column voicemail
-- doc: >-
--   Clean-up of expired contacts, the default voicemail extension, one domain or many.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `contact_expiration_check_interval` INT,
    ADD COLUMN `default_voicemail_extension`       VARCHAR(40),
    ADD COLUMN `disable_multi_domain`              ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                         'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `disable_multi_domain`,
    DROP COLUMN `default_voicemail_extension`,
    DROP COLUMN `contact_expiration_check_interval`,
    FORCE;
