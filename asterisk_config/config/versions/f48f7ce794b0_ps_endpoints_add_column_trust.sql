-- ---
-- revision: f48f7ce794b0
-- down_revision: 6093fcd8e794
-- create_date: 2026-09-17 10:59:31
-- message: ps_endpoints add column trust
-- doc: >-
--   Reliable provisional responses, message waiting, and whose identity headers are believed.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `100rel`            ENUM ('no', 'required', 'yes'),
    ADD COLUMN `aggregate_mwi`     ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `trust_id_inbound`  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `trust_id_outbound` ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `use_ptime`         ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `use_avpf`          ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `use_avpf`,
    DROP COLUMN `use_ptime`,
    DROP COLUMN `trust_id_outbound`,
    DROP COLUMN `trust_id_inbound`,
    DROP COLUMN `aggregate_mwi`,
    DROP COLUMN `100rel`,
    FORCE;
