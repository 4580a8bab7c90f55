-- ---
-- revision: c19d56c85e2e
-- down_revision: d2aba42e91a7
-- create_date: 2026-10-25 11:38:23
-- message: ps_globals add column early_media reinvite
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `allow_sending_180_after_183`  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes'),
    ADD COLUMN `all_codecs_on_empty_reinvite` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes');

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `all_codecs_on_empty_reinvite`,
    DROP COLUMN `allow_sending_180_after_183`,
    FORCE;
