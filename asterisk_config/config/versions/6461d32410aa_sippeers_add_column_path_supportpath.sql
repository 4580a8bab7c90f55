-- ---
-- revision: 6461d32410aa
-- down_revision: 74260b09c923
-- create_date: 2026-09-30 09:12:22
-- message: sippeers add column path supportpath
-- doc: >-
--   RFC 3327: the way back to a peer behind proxies.
-- ---

-- migrate:upgrade
ALTER TABLE `sippeers`
    ADD COLUMN `path`        VARCHAR(256),
    ADD COLUMN `supportpath` ENUM ('yes', 'no');

-- migrate:downgrade
ALTER TABLE `sippeers`
    DROP COLUMN `supportpath`,
    DROP COLUMN `path`,
    FORCE;
