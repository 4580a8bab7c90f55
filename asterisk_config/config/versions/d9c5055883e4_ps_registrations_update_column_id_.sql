-- ---
-- revision: d9c5055883e4
-- down_revision: 2b841e3407ce
-- create_date: 2026-11-02 13:37:59
-- message: ps_registrations update column id outbound endpoint
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    MODIFY COLUMN `id`             VARCHAR(255) NOT NULL,
    MODIFY COLUMN `outbound_auth`  VARCHAR(255),
    MODIFY COLUMN `outbound_proxy` VARCHAR(255),
    MODIFY COLUMN `endpoint`       VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_registrations`
    MODIFY COLUMN `id`             VARCHAR(40) NOT NULL,
    MODIFY COLUMN `outbound_auth`  VARCHAR(40),
    MODIFY COLUMN `outbound_proxy` VARCHAR(40),
    MODIFY COLUMN `endpoint`       VARCHAR(40);
