-- ---
-- revision: 9d385c92c949
-- down_revision: 12a53f60e8e4
-- create_date: 2026-10-22 11:36:55
-- message: ps_endpoints add column codec_prefs
-- doc: >-
--   How offered and configured codecs are weighed, per direction of offer and answer.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `codec_prefs_incoming_offer`  VARCHAR(128),
    ADD COLUMN `codec_prefs_outgoing_offer`  VARCHAR(128),
    ADD COLUMN `codec_prefs_incoming_answer` VARCHAR(128),
    ADD COLUMN `codec_prefs_outgoing_answer` VARCHAR(128);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `codec_prefs_outgoing_answer`,
    DROP COLUMN `codec_prefs_incoming_answer`,
    DROP COLUMN `codec_prefs_outgoing_offer`,
    DROP COLUMN `codec_prefs_incoming_offer`,
    FORCE;
