-- ---
-- revision: 467c76e4f46b
-- down_revision: 9d24a23565a9
-- create_date: 2026-10-22 09:17:01
-- message: ps_auths add column oauth
-- doc: >-
--   OAuth for Google Voice.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_auths`
    ADD COLUMN `refresh_token`  VARCHAR(255),
    ADD COLUMN `oauth_clientid` VARCHAR(255),
    ADD COLUMN `oauth_secret`   VARCHAR(255);

-- migrate:downgrade
ALTER TABLE `ps_auths`
    DROP COLUMN `oauth_secret`,
    DROP COLUMN `oauth_clientid`,
    DROP COLUMN `refresh_token`,
    FORCE;
