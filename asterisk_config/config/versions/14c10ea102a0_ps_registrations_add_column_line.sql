-- ---
-- revision: 14c10ea102a0
-- down_revision: 6255f8842533
-- create_date: 2026-10-08 09:37:33
-- message: ps_registrations add column line
-- doc: >-
--   A registration may name the endpoint that its calls come in on.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    ADD COLUMN `fatal_retry_interval` INT,
    ADD COLUMN `line`                 ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `endpoint`             VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_registrations`
    DROP COLUMN `endpoint`,
    DROP COLUMN `line`,
    DROP COLUMN `fatal_retry_interval`,
    FORCE;
