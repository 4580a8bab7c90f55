-- ---
-- revision: 14aefd1cfdff
-- down_revision: e45a2934f5ee
-- create_date: 2026-10-02 11:15:02
-- message: ps_contacts add column qualify_timeout reg_server
-- doc: >-
--   Which server holds the registration: contacts are shared by several.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    ADD COLUMN `qualify_timeout` FLOAT,
    ADD COLUMN `reg_server`      VARCHAR(20);

-- migrate:downgrade
ALTER TABLE `ps_contacts`
    DROP COLUMN `reg_server`,
    DROP COLUMN `qualify_timeout`,
    FORCE;
