-- ---
-- revision: 524b513aaf89
-- down_revision: 6461d32410aa
-- create_date: 2026-09-30 10:15:43
-- message: sippeers update column useragent
-- doc: >-
--   Names of user agents are long.
-- ---

-- migrate:upgrade
ALTER TABLE `sippeers`
    MODIFY COLUMN `useragent` VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `sippeers`
    MODIFY COLUMN `useragent` VARCHAR(20);
