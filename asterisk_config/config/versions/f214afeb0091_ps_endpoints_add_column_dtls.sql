-- ---
-- revision: f214afeb0091
-- down_revision: 5e9548a04ebe
-- create_date: 2026-09-19 11:37:25
-- message: ps_endpoints add column dtls
-- doc: >-
--   Keys and checks of DTLS-SRTP.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `dtls_verify`      VARCHAR(40),
    ADD COLUMN `dtls_rekey`       VARCHAR(40),
    ADD COLUMN `dtls_cert_file`   VARCHAR(200),
    ADD COLUMN `dtls_private_key` VARCHAR(200),
    ADD COLUMN `dtls_cipher`      VARCHAR(200),
    ADD COLUMN `dtls_ca_file`     VARCHAR(200),
    ADD COLUMN `dtls_ca_path`     VARCHAR(200),
    ADD COLUMN `dtls_setup`       ENUM ('active', 'passive', 'actpass'),
    ADD COLUMN `srtp_tag_32`      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `srtp_tag_32`,
    DROP COLUMN `dtls_setup`,
    DROP COLUMN `dtls_ca_path`,
    DROP COLUMN `dtls_ca_file`,
    DROP COLUMN `dtls_cipher`,
    DROP COLUMN `dtls_private_key`,
    DROP COLUMN `dtls_cert_file`,
    DROP COLUMN `dtls_rekey`,
    DROP COLUMN `dtls_verify`,
    FORCE;
