-- ---
-- revision: 2b841e3407ce
-- down_revision: c827474adb49
-- create_date: 2026-11-02 12:02:00
-- message: ps_contacts update column outbound_proxy endpoint
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `outbound_proxy` VARCHAR(255),
    MODIFY COLUMN `endpoint`       VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `outbound_proxy` VARCHAR(40),
    MODIFY COLUMN `endpoint`       VARCHAR(40);
