-- ---
-- revision: 68948a227fae
-- down_revision: 467c76e4f46b
-- create_date: 2026-10-22 09:39:40
-- message: ps_auths update column auth_type
-- ---

-- migrate:upgrade
ALTER TABLE `ps_auths`
    MODIFY COLUMN `auth_type` ENUM ('md5', 'userpass', 'google_oauth');

-- migrate:downgrade
-- Such a row is of no use without its OAuth columns; it stays, with no type.
UPDATE `ps_auths` SET `auth_type` = NULL WHERE `auth_type` = 'google_oauth';

ALTER TABLE `ps_auths`
    MODIFY COLUMN `auth_type` ENUM ('md5', 'userpass');
