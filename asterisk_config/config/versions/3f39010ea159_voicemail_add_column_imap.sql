-- ---
-- revision: 3f39010ea159
-- down_revision: f99dfdb7914a
-- create_date: 2026-09-24 13:54:13
-- message: voicemail add column imap
-- doc: >-
--   Mailboxes kept on an IMAP server, found by the IMAP user.
-- ---

-- migrate:upgrade
ALTER TABLE `voicemail`
    ADD COLUMN `imapuser`     VARCHAR(80),
    ADD COLUMN `imappassword` VARCHAR(80),
    ADD COLUMN `imapserver`   VARCHAR(80),
    ADD COLUMN `imapport`     VARCHAR(8),
    ADD COLUMN `imapflags`    VARCHAR(80),
    ADD KEY `voicemail_imapuser` (`imapuser`);

-- migrate:downgrade
ALTER TABLE `voicemail`
    DROP KEY `voicemail_imapuser`,
    DROP COLUMN `imapflags`,
    DROP COLUMN `imapport`,
    DROP COLUMN `imapserver`,
    DROP COLUMN `imappassword`,
    DROP COLUMN `imapuser`,
    FORCE;
