-- ---
-- revision: 1cb5ab2fb851
-- down_revision: 95c2edda756c
-- create_date: 2026-09-24 09:42:03
-- message: musiconhold update column mode
-- doc: >-
--   A class may be a playlist, whose entries come from a table of their own.
-- ---

-- migrate:upgrade
ALTER TABLE `musiconhold`
    MODIFY COLUMN `mode` ENUM ('custom', 'files', 'mp3nb', 'quietmp3nb', 'quietmp3', 'playlist');

-- migrate:downgrade
-- Asterisk of that age skips a class whose mode it does not find; the row itself stays.
UPDATE `musiconhold` SET `mode` = NULL WHERE `mode` = 'playlist';

ALTER TABLE `musiconhold`
    MODIFY COLUMN `mode` ENUM ('custom', 'files', 'mp3nb', 'quietmp3nb', 'quietmp3');
