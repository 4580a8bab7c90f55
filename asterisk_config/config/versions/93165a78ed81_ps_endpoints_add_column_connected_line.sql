-- ---
-- revision: 93165a78ed81
-- down_revision: 22fb6c02d821
-- create_date: 2026-10-19 11:19:24
-- message: ps_endpoints add column connected_line
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `suppress_q850_reason_headers` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes'),
    ADD COLUMN `trust_connected_line`         ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes'),
    ADD COLUMN `send_connected_line`          ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes'),
    ADD COLUMN `ignore_183_without_sdp`       ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `ignore_183_without_sdp`,
    DROP COLUMN `send_connected_line`,
    DROP COLUMN `trust_connected_line`,
    DROP COLUMN `suppress_q850_reason_headers`,
    FORCE;
