-- ---
-- revision: c3b52cb35b6a
-- down_revision: 5b4f11ce025a
-- create_date: 2025-02-17 09:31:27
-- message: number_numbers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE number_numbers (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    flow_id BINARY(16) NULL COMMENT 'Flow that an inbound call is led to',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    provider_name VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'telnyx or twilio',
    provider_reference VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'The number as the provider calls it',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active, suspended or deleted',
    t38_enabled BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'Fax over T.38',
    emergency_enabled BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'An emergency address is registered',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_number_numbers_number (number),
    KEY idx_number_numbers_customer_id_tm_create (customer_id, tm_create),
    KEY idx_number_numbers_flow_id (flow_id),
    KEY idx_number_numbers_provider_name_provider_reference (provider_name, provider_reference)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Telephone numbers that customers have bought';

-- migrate:downgrade
DROP TABLE number_numbers;
