-- ---
-- revision: 8979a459ac9f
-- down_revision: 0b4f84fbf606
-- create_date: 2026-09-14 13:57:19
-- message: ps_aors add index qualify_frequency
-- doc: >-
--   Asterisk asks for the AORs to qualify each time the module loads.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_aors`
    ADD KEY `ps_aors_qualifyfreq_contact` (`qualify_frequency`, `contact`);

-- migrate:downgrade
ALTER TABLE `ps_aors`
    DROP KEY `ps_aors_qualifyfreq_contact`;
