-- ---
-- revision: 0cb0856577d8
-- down_revision: 1278679872cd
-- create_date: 2026-11-03 10:42:23
-- message: ps_transports add column tcp_keepalive
-- doc: >-
--   Keep-alive of TCP connections, so that a dead phone is noticed.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_transports`
    ADD COLUMN `tcp_keepalive_enable`        BOOL,
    ADD COLUMN `tcp_keepalive_idle_time`     INT,
    ADD COLUMN `tcp_keepalive_interval_time` INT,
    ADD COLUMN `tcp_keepalive_probe_count`   INT;

-- migrate:downgrade
ALTER TABLE `ps_transports`
    DROP COLUMN `tcp_keepalive_probe_count`,
    DROP COLUMN `tcp_keepalive_interval_time`,
    DROP COLUMN `tcp_keepalive_idle_time`,
    DROP COLUMN `tcp_keepalive_enable`,
    FORCE;
