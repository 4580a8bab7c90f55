-- ---
-- revision: 50c87cfd8dce
-- down_revision: 6ec4aa54dc31
-- create_date: 2025-03-19 09:08:37
-- message: number_numbers_update_column_provider_reference
-- ---

-- migrate:upgrade
-- Regulatory bundles of some countries come with references of more than 64 characters.
ALTER TABLE number_numbers
    MODIFY COLUMN provider_reference VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'The number as the provider calls it';

-- migrate:downgrade
-- In strict mode the server refuses this while a longer reference is stored: nothing is cut off unseen.
ALTER TABLE number_numbers
    MODIFY COLUMN provider_reference VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'The number as the provider calls it';
