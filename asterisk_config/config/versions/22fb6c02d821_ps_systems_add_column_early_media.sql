-- ---
-- revision: 22fb6c02d821
-- down_revision: 7a9ef1f3d37f
-- create_date: 2026-10-19 10:57:05
-- message: ps_systems add column early_media
-- ---

-- migrate:upgrade
ALTER TABLE `ps_systems`
    ADD COLUMN `follow_early_media_fork`     ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `accept_multiple_sdp_answers` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `disable_rport`               ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes');

-- migrate:downgrade
ALTER TABLE `ps_systems`
    DROP COLUMN `disable_rport`,
    DROP COLUMN `accept_multiple_sdp_answers`,
    DROP COLUMN `follow_early_media_fork`,
    FORCE;
