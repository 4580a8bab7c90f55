-- ---
-- revision: 4e2fc49f7234
-- down_revision: 07dd0ff136c3
-- create_date: 2026-10-05 13:05:18
-- message: ps_globals add column unidentified_request
-- doc: >-
--   When requests that match no endpoint are worth a security event.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_globals`
    ADD COLUMN `unidentified_request_count`          INT,
    ADD COLUMN `unidentified_request_period`         INT,
    ADD COLUMN `unidentified_request_prune_interval` INT,
    ADD COLUMN `default_realm`                       VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_globals`
    DROP COLUMN `default_realm`,
    DROP COLUMN `unidentified_request_prune_interval`,
    DROP COLUMN `unidentified_request_period`,
    DROP COLUMN `unidentified_request_count`,
    FORCE;
