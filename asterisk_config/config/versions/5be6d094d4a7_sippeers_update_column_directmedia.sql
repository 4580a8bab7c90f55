-- ---
-- revision: 5be6d094d4a7
-- down_revision: 524b513aaf89
-- create_date: 2026-09-30 11:03:37
-- message: sippeers update column directmedia
-- ---

-- migrate:upgrade
ALTER TABLE `sippeers`
    MODIFY COLUMN `directmedia` ENUM ('yes', 'no', 'nonat', 'update', 'outgoing');

-- migrate:downgrade
-- outgoing was not known; update is the closest that was.
UPDATE `sippeers` SET `directmedia` = 'update' WHERE `directmedia` = 'outgoing';

ALTER TABLE `sippeers`
    MODIFY COLUMN `directmedia` ENUM ('yes', 'no', 'nonat', 'update');
