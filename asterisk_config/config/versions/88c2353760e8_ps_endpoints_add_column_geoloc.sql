-- ---
-- revision: 88c2353760e8
-- down_revision: 7072cc00d37a
-- create_date: 2026-10-28 10:47:53
-- message: ps_endpoints add column geoloc
-- doc: >-
--   Location conveyance, codec preference of offers, signing profile.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `geoloc_incoming_call_profile` VARCHAR(80),
    ADD COLUMN `geoloc_outgoing_call_profile` VARCHAR(80),
    ADD COLUMN `incoming_call_offer_pref`     ENUM ('local', 'local_first', 'remote',
                                                    'remote_first'),
    ADD COLUMN `outgoing_call_offer_pref`     ENUM ('local', 'local_merge', 'local_first',
                                                    'remote', 'remote_merge', 'remote_first'),
    ADD COLUMN `stir_shaken_profile`          VARCHAR(80);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `stir_shaken_profile`,
    DROP COLUMN `outgoing_call_offer_pref`,
    DROP COLUMN `incoming_call_offer_pref`,
    DROP COLUMN `geoloc_outgoing_call_profile`,
    DROP COLUMN `geoloc_incoming_call_profile`,
    FORCE;
