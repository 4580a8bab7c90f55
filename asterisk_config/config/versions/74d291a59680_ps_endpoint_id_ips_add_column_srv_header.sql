-- ---
-- revision: 74d291a59680
-- down_revision: 3d0871914f13
-- create_date: 2026-10-14 09:34:31
-- message: ps_endpoint_id_ips add column srv header
-- doc: >-
--   An identify may look its addresses up by SRV, or match a header instead.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoint_id_ips`
    ADD COLUMN `srv_lookups`  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `match_header` VARCHAR(255);

-- migrate:downgrade
ALTER TABLE `ps_endpoint_id_ips`
    DROP COLUMN `match_header`,
    DROP COLUMN `srv_lookups`,
    FORCE;
