-- ---
-- revision: 2e8bc32742d8
-- down_revision: 2e0c68450db7
-- create_date: 2025-02-18 09:40:12
-- message: number_available_numbers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE number_available_numbers (
    id BINARY(16) NOT NULL,
    provider_name VARCHAR(32) NOT NULL COMMENT 'telnyx or twilio',
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    country VARCHAR(2) NOT NULL COMMENT 'ISO 3166-1 alpha-2',
    region VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'State or province',
    postal_code VARCHAR(16) NOT NULL DEFAULT '',
    features JSON NULL COMMENT 'Array of voice, sms, mms, fax, emergency',
    tm_expire DATETIME(6) NOT NULL COMMENT 'The offer is not to be trusted after this time',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_number_available_numbers_number_provider_name_alive (number, provider_name, alive),
    KEY idx_number_available_numbers_country_region (country, region),
    KEY idx_number_available_numbers_country_postal_code (country, postal_code),
    KEY idx_number_available_numbers_tm_expire (tm_expire)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Numbers that a provider offers for sale';

-- migrate:downgrade
DROP TABLE number_available_numbers;
