-- ---
-- revision: 3a8c8e407ad8
-- down_revision: 63cc60aad4e9
-- create_date: 2026-10-22 13:11:13
-- message: ps_endpoints add column stir_shaken
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `stir_shaken`                     ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes'),
    ADD COLUMN `send_history_info`               ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes'),
    ADD COLUMN `allow_unauthenticated_options`   ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes'),
    ADD COLUMN `t38_bind_udptl_to_media_address` ENUM ('0', '1', 'off', 'on', 'false', 'true',
                                                       'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `t38_bind_udptl_to_media_address`,
    DROP COLUMN `allow_unauthenticated_options`,
    DROP COLUMN `send_history_info`,
    DROP COLUMN `stir_shaken`,
    FORCE;
