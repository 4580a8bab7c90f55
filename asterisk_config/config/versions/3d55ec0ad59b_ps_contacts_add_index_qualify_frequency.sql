-- ---
-- revision: 3d55ec0ad59b
-- down_revision: 8979a459ac9f
-- create_date: 2026-09-15 09:28:30
-- message: ps_contacts add index qualify_frequency
-- doc: >-
--   The same question for contacts, where the time tells which have expired.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    ADD KEY `ps_contacts_qualifyfreq_exp` (`qualify_frequency`, `expiration_time`);

-- migrate:downgrade
ALTER TABLE `ps_contacts`
    DROP KEY `ps_contacts_qualifyfreq_exp`;
