-- ---
-- revision: d5619de3485b
-- down_revision: f214afeb0091
-- create_date: 2026-09-19 11:59:38
-- message: ps_endpoints add column media
-- doc: >-
--   Media address, redirects, channel variables and 802.1p marks.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `media_address`                VARCHAR(40),
    ADD COLUMN `redirect_method`              ENUM ('user', 'uri_core', 'uri_pjsip'),
    ADD COLUMN `set_var`                      TEXT,
    ADD COLUMN `cos_audio`                    INT,
    ADD COLUMN `cos_video`                    INT,
    ADD COLUMN `message_context`              VARCHAR(40),
    ADD COLUMN `force_avp`                    ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes'),
    ADD COLUMN `media_use_received_transport` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                    'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `media_use_received_transport`,
    DROP COLUMN `force_avp`,
    DROP COLUMN `message_context`,
    DROP COLUMN `cos_video`,
    DROP COLUMN `cos_audio`,
    DROP COLUMN `set_var`,
    DROP COLUMN `redirect_method`,
    DROP COLUMN `media_address`,
    FORCE;
