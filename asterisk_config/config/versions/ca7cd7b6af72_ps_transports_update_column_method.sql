-- ---
-- revision: ca7cd7b6af72
-- down_revision: d9c5055883e4
-- create_date: 2026-11-03 09:23:50
-- message: ps_transports update column method
-- doc: >-
--   TLS 1.1, 1.2 and 1.3 can be asked for by name.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_transports`
    MODIFY COLUMN `method` ENUM ('default', 'unspecified', 'tlsv1', 'tlsv1_1', 'tlsv1_2',
                                 'tlsv1_3', 'sslv2', 'sslv23', 'sslv3');

-- migrate:downgrade
-- default leaves the version to PJSIP.
UPDATE `ps_transports` SET `method` = 'default' WHERE `method` IN ('tlsv1_1', 'tlsv1_2', 'tlsv1_3');

ALTER TABLE `ps_transports`
    MODIFY COLUMN `method` ENUM ('default', 'unspecified', 'tlsv1', 'sslv2', 'sslv23', 'sslv3');
