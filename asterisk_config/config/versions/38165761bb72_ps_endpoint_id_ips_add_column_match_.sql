-- ---
-- revision: 38165761bb72
-- down_revision: 0cb0856577d8
-- create_date: 2026-11-03 12:18:11
-- message: ps_endpoint_id_ips add column match_request_uri
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoint_id_ips`
    ADD COLUMN `match_request_uri` VARCHAR(255);

-- migrate:downgrade
ALTER TABLE `ps_endpoint_id_ips`
    DROP COLUMN `match_request_uri`,
    FORCE;
