-- ---
-- revision: dd6328d99406
-- down_revision: 5b0168eee67d
-- create_date: 2026-11-02 09:32:30
-- message: ps_endpoints update column id aors auth outbound
-- doc: >-
--   Names of endpoints may be e-mail addresses and UUIDs with a suffix.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `id`             VARCHAR(255) NOT NULL,
    MODIFY COLUMN `aors`           VARCHAR(2048),
    MODIFY COLUMN `auth`           VARCHAR(255),
    MODIFY COLUMN `outbound_auth`  VARCHAR(255),
    MODIFY COLUMN `outbound_proxy` VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `id`             VARCHAR(40) NOT NULL,
    MODIFY COLUMN `aors`           VARCHAR(200),
    MODIFY COLUMN `auth`           VARCHAR(40),
    MODIFY COLUMN `outbound_auth`  VARCHAR(40),
    MODIFY COLUMN `outbound_proxy` VARCHAR(40);
