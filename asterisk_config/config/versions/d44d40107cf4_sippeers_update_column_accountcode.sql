-- ---
-- revision: d44d40107cf4
-- down_revision: 5be6d094d4a7
-- create_date: 2026-09-30 11:25:48
-- message: sippeers update column accountcode
-- ---

-- migrate:upgrade
ALTER TABLE `sippeers`
    MODIFY COLUMN `accountcode` VARCHAR(80);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `sippeers`
    MODIFY COLUMN `accountcode` VARCHAR(40);
