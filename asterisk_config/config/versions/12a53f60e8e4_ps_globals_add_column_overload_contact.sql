-- ---
-- revision: 12a53f60e8e4
-- down_revision: 68948a227fae
-- create_date: 2026-10-22 11:14:53
-- message: ps_globals add column overload contact
-- doc: >-
--   Contact by caller id, status of a renewed contact, and what to do when tasks pile up.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `use_callerid_contact`                       ENUM ('0', '1', 'off', 'on', 'false',
                                                                  'true', 'no', 'yes'),
    ADD COLUMN `send_contact_status_on_update_registration` ENUM ('0', '1', 'off', 'on', 'false',
                                                                  'true', 'no', 'yes'),
    ADD COLUMN `taskprocessor_overload_trigger`             ENUM ('none', 'global', 'pjsip_only'),
    ADD COLUMN `norefersub`                                 ENUM ('0', '1', 'off', 'on', 'false',
                                                                  'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `norefersub`,
    DROP COLUMN `taskprocessor_overload_trigger`,
    DROP COLUMN `send_contact_status_on_update_registration`,
    DROP COLUMN `use_callerid_contact`,
    FORCE;
