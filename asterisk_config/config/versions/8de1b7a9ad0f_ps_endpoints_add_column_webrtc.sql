-- ---
-- revision: 8de1b7a9ad0f
-- down_revision: d2e7fc934739
-- create_date: 2026-10-14 13:08:14
-- message: ps_endpoints add column webrtc
-- doc: >-
--   What a browser needs: several streams, bundling, a certificate made on the fly.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `max_audio_streams`       INT,
    ADD COLUMN `max_video_streams`       INT,
    ADD COLUMN `webrtc`                  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                               'yes'),
    ADD COLUMN `dtls_fingerprint`        ENUM ('SHA-1', 'SHA-256'),
    ADD COLUMN `incoming_mwi_mailbox`    VARCHAR(40),
    ADD COLUMN `bundle`                  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                               'yes'),
    ADD COLUMN `dtls_auto_generate_cert` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                               'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `dtls_auto_generate_cert`,
    DROP COLUMN `bundle`,
    DROP COLUMN `incoming_mwi_mailbox`,
    DROP COLUMN `dtls_fingerprint`,
    DROP COLUMN `webrtc`,
    DROP COLUMN `max_video_streams`,
    DROP COLUMN `max_audio_streams`,
    FORCE;
