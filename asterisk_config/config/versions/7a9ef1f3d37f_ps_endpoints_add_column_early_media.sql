-- ---
-- revision: 7a9ef1f3d37f
-- down_revision: 8446b24d5500
-- create_date: 2026-10-19 10:34:17
-- message: ps_endpoints add column early_media
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `follow_early_media_fork`     ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes'),
    ADD COLUMN `accept_multiple_sdp_answers` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no',
                                                   'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `accept_multiple_sdp_answers`,
    DROP COLUMN `follow_early_media_fork`,
    FORCE;
