-- ---
-- revision: f99dfdb7914a
-- down_revision: 1f7daa99ba6f
-- create_date: 2026-09-24 13:31:59
-- message: voicemail add index mailbox context
-- doc: >-
--   A mailbox is looked up by its number, its context, or both.
-- ---

-- migrate:upgrade
ALTER TABLE `voicemail`
    ADD KEY `voicemail_mailbox` (`mailbox`),
    ADD KEY `voicemail_context` (`context`),
    ADD KEY `voicemail_mailbox_context` (`mailbox`, `context`);

-- migrate:downgrade
ALTER TABLE `voicemail`
    DROP KEY `voicemail_mailbox_context`,
    DROP KEY `voicemail_context`,
    DROP KEY `voicemail_mailbox`;
