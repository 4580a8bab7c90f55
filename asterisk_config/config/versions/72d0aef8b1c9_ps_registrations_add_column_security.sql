-- ---
-- revision: 72d0aef8b1c9
-- down_revision: 93dca153aa31
-- create_date: 2026-10-30 09:18:42
-- message: ps_registrations add column security
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    ADD COLUMN `security_negotiation` ENUM ('no', 'mediasec'),
    ADD COLUMN `security_mechanisms`  VARCHAR(512);

-- migrate:downgrade
ALTER TABLE `ps_registrations`
    DROP COLUMN `security_mechanisms`,
    DROP COLUMN `security_negotiation`,
    FORCE;
