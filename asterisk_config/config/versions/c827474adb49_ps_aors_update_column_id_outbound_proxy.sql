-- ---
-- revision: c827474adb49
-- down_revision: 9fb6ecd8e609
-- create_date: 2026-11-02 11:31:00
-- message: ps_aors update column id outbound_proxy
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    MODIFY COLUMN `id`             VARCHAR(255) NOT NULL,
    MODIFY COLUMN `outbound_proxy` VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_aors`
    MODIFY COLUMN `id`             VARCHAR(40) NOT NULL,
    MODIFY COLUMN `outbound_proxy` VARCHAR(40);
