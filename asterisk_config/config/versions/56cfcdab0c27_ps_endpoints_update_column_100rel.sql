-- ---
-- revision: 56cfcdab0c27
-- down_revision: 88c2353760e8
-- create_date: 2026-10-28 12:23:52
-- message: ps_endpoints update column 100rel
-- doc: >-
--   Reliable provisional responses only where the far side supports them.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `100rel` ENUM ('no', 'required', 'peer_supported', 'yes');

-- migrate:downgrade
UPDATE `ps_endpoints` SET `100rel` = 'yes' WHERE `100rel` = 'peer_supported';

ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `100rel` ENUM ('no', 'required', 'yes');
