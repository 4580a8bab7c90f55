-- ---
-- revision: e78aea728097
-- down_revision: 72d0aef8b1c9
-- create_date: 2026-10-30 10:54:10
-- message: ps_endpoints add column send_aoc overlap_context
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `send_aoc`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `overlap_context` VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `overlap_context`,
    DROP COLUMN `send_aoc`,
    FORCE;
