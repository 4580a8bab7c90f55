-- ---
-- revision: 25901d85289f
-- down_revision: c5571b30ff05
-- create_date: 2026-07-14 09:02:37
-- message: number_available_numbers_add_index_provider_name
-- ---

-- migrate:upgrade
-- Offers of one provider are replaced as a whole.
ALTER TABLE number_available_numbers
    ADD KEY idx_number_available_numbers_provider_name_tm_expire (provider_name, tm_expire),
    ADD KEY idx_number_available_numbers_tm_delete_country_region (tm_delete, country, region),
    DROP KEY idx_number_available_numbers_country_region;

-- migrate:downgrade
ALTER TABLE number_available_numbers
    ADD KEY idx_number_available_numbers_country_region (country, region),
    DROP KEY idx_number_available_numbers_tm_delete_country_region,
    DROP KEY idx_number_available_numbers_provider_name_tm_expire;
