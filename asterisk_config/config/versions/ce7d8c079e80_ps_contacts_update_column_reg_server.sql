-- ---
-- revision: ce7d8c079e80
-- down_revision: 3a8c8e407ad8
-- create_date: 2026-10-25 09:48:03
-- message: ps_contacts update column reg_server
-- doc: >-
--   Host names of servers in a cluster are longer than 20 characters.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `reg_server` VARCHAR(255);

-- migrate:downgrade
-- A value that no longer fits makes the server refuse the statement (error 1406), rather than
-- cut a name in two.
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `reg_server` VARCHAR(20);
