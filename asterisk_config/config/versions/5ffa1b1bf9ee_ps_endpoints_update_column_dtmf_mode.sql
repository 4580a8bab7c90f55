-- ---
-- revision: 5ffa1b1bf9ee
-- down_revision: 60f5299515aa
-- create_date: 2026-09-30 13:07:39
-- message: ps_endpoints update column dtmf_mode
-- doc: >-
--   DTMF by whatever the far side offers: RFC 4733 first, then in-band (auto) or INFO
--   (auto_info).
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `dtmf_mode` ENUM ('rfc4733', 'inband', 'info', 'auto', 'auto_info');

-- migrate:downgrade
-- Both fall back from RFC 4733, which is what stays when there is no fallback.
UPDATE `ps_endpoints` SET `dtmf_mode` = 'rfc4733' WHERE `dtmf_mode` IN ('auto', 'auto_info');

ALTER TABLE `ps_endpoints`
    MODIFY COLUMN `dtmf_mode` ENUM ('rfc4733', 'inband', 'info');
