-- ---
-- revision: 9f1a10388334
-- down_revision: 5ffa1b1bf9ee
-- create_date: 2026-10-02 09:24:02
-- message: ps_endpoints add column rtp_timeout
-- doc: >-
--   Keep-alive and time-out of silent RTP, in call and on hold.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `rtp_keepalive`             INT,
    ADD COLUMN `rtp_timeout`               INT,
    ADD COLUMN `rtp_timeout_hold`          INT,
    ADD COLUMN `bind_rtp_to_media_address` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `bind_rtp_to_media_address`,
    DROP COLUMN `rtp_timeout_hold`,
    DROP COLUMN `rtp_timeout`,
    DROP COLUMN `rtp_keepalive`,
    FORCE;
