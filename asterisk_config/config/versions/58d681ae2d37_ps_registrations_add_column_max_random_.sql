-- ---
-- revision: 58d681ae2d37
-- down_revision: c19d56c85e2e
-- create_date: 2026-10-25 13:13:28
-- message: ps_registrations add column max_random_initial_delay
-- doc: >-
--   Spreads the registrations of a start over time.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    ADD COLUMN `max_random_initial_delay` INT;

-- migrate:downgrade
ALTER TABLE `ps_registrations`
    DROP COLUMN `max_random_initial_delay`,
    FORCE;
