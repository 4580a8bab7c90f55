-- ---
-- revision: d2e7fc934739
-- down_revision: 74d291a59680
-- create_date: 2026-10-14 11:10:07
-- message: ps_endpoints add column rtcp_mux
-- doc: >-
--   Codec choice, multiplexed RTCP, overlap dialling, blind transfer progress.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `preferred_codec_only`       ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes'),
    ADD COLUMN `asymmetric_rtp_codec`       ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes'),
    ADD COLUMN `rtcp_mux`                   ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes'),
    ADD COLUMN `allow_overlap`              ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes'),
    ADD COLUMN `refer_blind_progress`       ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes'),
    ADD COLUMN `notify_early_inuse_ringing` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                  'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `notify_early_inuse_ringing`,
    DROP COLUMN `refer_blind_progress`,
    DROP COLUMN `allow_overlap`,
    DROP COLUMN `rtcp_mux`,
    DROP COLUMN `asymmetric_rtp_codec`,
    DROP COLUMN `preferred_codec_only`,
    FORCE;
