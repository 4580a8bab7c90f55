-- ---
-- revision: facc2220ef5e
-- down_revision: 63b2a26408f7
-- create_date: 2026-10-08 12:30:57
-- message: ps_endpoints add column voicemail
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `voicemail_extension`                VARCHAR(40),
    ADD COLUMN `mwi_subscribe_replaces_unsolicited` ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                          'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `mwi_subscribe_replaces_unsolicited`,
    DROP COLUMN `voicemail_extension`,
    FORCE;
