-- ---
-- revision: 9fb6ecd8e609
-- down_revision: dd6328d99406
-- create_date: 2026-11-02 09:55:11
-- message: ps_auths update column id realm
-- ---

-- migrate:upgrade
ALTER TABLE `ps_auths`
    MODIFY COLUMN `id`    VARCHAR(255) NOT NULL,
    MODIFY COLUMN `realm` VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_auths`
    MODIFY COLUMN `id`    VARCHAR(40) NOT NULL,
    MODIFY COLUMN `realm` VARCHAR(40);
