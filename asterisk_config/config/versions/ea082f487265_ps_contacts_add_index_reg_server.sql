-- ---
-- revision: ea082f487265
-- down_revision: 14aefd1cfdff
-- create_date: 2026-10-02 13:13:59
-- message: ps_contacts add index reg_server
-- doc: >-
--   One row per contact and registering server.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    ADD UNIQUE KEY `ps_contacts_uq` (`id`, `reg_server`);

-- migrate:downgrade
ALTER TABLE `ps_contacts`
    DROP KEY `ps_contacts_uq`;
