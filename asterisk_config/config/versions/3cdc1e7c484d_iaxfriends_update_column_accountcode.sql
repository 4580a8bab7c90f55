-- ---
-- revision: 3cdc1e7c484d
-- down_revision: 00556f8b4218
-- create_date: 2026-09-28 09:47:18
-- message: iaxfriends update column accountcode
-- doc: >-
--   As wide as everywhere else in Asterisk.
-- ---

-- migrate:upgrade
ALTER TABLE `iaxfriends`
    MODIFY COLUMN `accountcode` VARCHAR(80);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `iaxfriends`
    MODIFY COLUMN `accountcode` VARCHAR(20);
