-- ---
-- revision: 45a706f308b9
-- down_revision: 1256ccead746
-- create_date: 2026-11-09 13:31:47
-- message: ps_endpoints add column rtp_port
-- doc: >-
--   A range of RTP ports of the endpoint's own.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `rtp_port_start` INT,
    ADD COLUMN `rtp_port_end`   INT;

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `rtp_port_end`,
    DROP COLUMN `rtp_port_start`,
    FORCE;
