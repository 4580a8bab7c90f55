-- ---
-- revision: 2e0c68450db7
-- down_revision: c3b52cb35b6a
-- create_date: 2025-02-18 08:55:40
-- message: number_provider_numbers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE number_provider_numbers (
    id BINARY(16) NOT NULL,
    provider_name VARCHAR(32) NOT NULL COMMENT 'telnyx or twilio',
    provider_reference VARCHAR(255) NOT NULL COMMENT 'The number as the provider calls it',
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    status VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'In the words of the provider',
    connection_name VARCHAR(255) NOT NULL DEFAULT ''
        COMMENT 'Trunk or application at the provider that calls are sent to',
    raw JSON NULL COMMENT 'The last answer of the provider about this number',
    tm_seen DATETIME(6) NULL COMMENT 'When the provider last listed it',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_number_provider_numbers_number_provider_name_alive (number, provider_name, alive),
    KEY idx_number_provider_numbers_provider_name_provider_reference (provider_name, provider_reference),
    KEY idx_number_provider_numbers_provider_name_tm_seen (provider_name, tm_seen)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Numbers of our accounts as the providers report them';

-- migrate:downgrade
DROP TABLE number_provider_numbers;
