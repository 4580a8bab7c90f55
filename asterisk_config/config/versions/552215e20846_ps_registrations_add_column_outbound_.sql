-- ---
-- revision: 552215e20846
-- down_revision: 14c10ea102a0
-- create_date: 2026-10-08 10:40:47
-- message: ps_registrations add column outbound contact
-- doc: >-
--   RFC 5626 and parameters of the Contact header, as some trunks ask for.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_registrations`
    ADD COLUMN `support_outbound`      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `contact_header_params` VARCHAR(255);

-- migrate:downgrade
ALTER TABLE `ps_registrations`
    DROP COLUMN `contact_header_params`,
    DROP COLUMN `support_outbound`,
    FORCE;
