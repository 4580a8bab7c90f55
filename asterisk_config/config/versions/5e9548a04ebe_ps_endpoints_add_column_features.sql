-- ---
-- revision: 5e9548a04ebe
-- down_revision: e53c60ca72f3
-- create_date: 2026-09-19 09:38:58
-- message: ps_endpoints add column features
-- doc: >-
--   Tones, one-touch recording, transfer and subscribe rights, the names in SDP and From.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `tone_zone`           VARCHAR(40),
    ADD COLUMN `language`            VARCHAR(40),
    ADD COLUMN `one_touch_recording` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `record_on_feature`   VARCHAR(40),
    ADD COLUMN `record_off_feature`  VARCHAR(40),
    ADD COLUMN `rtp_engine`          VARCHAR(40),
    ADD COLUMN `allow_transfer`      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `allow_subscribe`     ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `sdp_owner`           VARCHAR(40),
    ADD COLUMN `sdp_session`         VARCHAR(40),
    ADD COLUMN `tos_audio`           VARCHAR(10),
    ADD COLUMN `tos_video`           VARCHAR(10),
    ADD COLUMN `sub_min_expiry`      INT,
    ADD COLUMN `from_domain`         VARCHAR(40),
    ADD COLUMN `from_user`           VARCHAR(40),
    ADD COLUMN `mwi_from_user`       VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `mwi_from_user`,
    DROP COLUMN `from_user`,
    DROP COLUMN `from_domain`,
    DROP COLUMN `sub_min_expiry`,
    DROP COLUMN `tos_video`,
    DROP COLUMN `tos_audio`,
    DROP COLUMN `sdp_session`,
    DROP COLUMN `sdp_owner`,
    DROP COLUMN `allow_subscribe`,
    DROP COLUMN `allow_transfer`,
    DROP COLUMN `rtp_engine`,
    DROP COLUMN `record_off_feature`,
    DROP COLUMN `record_on_feature`,
    DROP COLUMN `one_touch_recording`,
    DROP COLUMN `language`,
    DROP COLUMN `tone_zone`,
    FORCE;
