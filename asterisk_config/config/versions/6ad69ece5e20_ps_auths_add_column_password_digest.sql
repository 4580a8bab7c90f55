-- ---
-- revision: 6ad69ece5e20
-- down_revision: 2e206a480670
-- create_date: 2026-11-06 13:36:22
-- message: ps_auths add column password_digest
-- doc: >-
--   Digests of SHA-256 and SHA-512-256, beside or instead of a password.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_auths`
    ADD COLUMN `password_digest`          VARCHAR(1024),
    ADD COLUMN `supported_algorithms_uas` VARCHAR(1024),
    ADD COLUMN `supported_algorithms_uac` VARCHAR(1024);

-- migrate:downgrade
ALTER TABLE `ps_auths`
    DROP COLUMN `supported_algorithms_uac`,
    DROP COLUMN `supported_algorithms_uas`,
    DROP COLUMN `password_digest`,
    FORCE;
