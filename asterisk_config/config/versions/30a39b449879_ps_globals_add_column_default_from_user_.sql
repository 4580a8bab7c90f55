-- ---
-- revision: 30a39b449879
-- down_revision: ea082f487265
-- create_date: 2026-10-05 09:31:07
-- message: ps_globals add column default_from_user keep_alive
-- doc: >-
--   The name in From when there is no caller id, keep-alive of connections, and the context
--   in which a registration makes an extension.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `default_from_user`   VARCHAR(80),
    ADD COLUMN `keep_alive_interval` INT,
    ADD COLUMN `regcontext`          VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `regcontext`,
    DROP COLUMN `keep_alive_interval`,
    DROP COLUMN `default_from_user`,
    FORCE;
