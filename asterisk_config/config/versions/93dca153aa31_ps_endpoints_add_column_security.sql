-- ---
-- revision: 93dca153aa31
-- down_revision: 56cfcdab0c27
-- create_date: 2026-10-28 13:27:46
-- message: ps_endpoints add column security
-- doc: >-
--   RFC 3329 as mediasec, which some carriers demand.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `security_negotiation` ENUM ('no', 'mediasec'),
    ADD COLUMN `security_mechanisms`  VARCHAR(512);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `security_mechanisms`,
    DROP COLUMN `security_negotiation`,
    FORCE;
