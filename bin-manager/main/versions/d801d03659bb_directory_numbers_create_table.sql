-- ---
-- revision: d801d03659bb
-- down_revision: 5f5f1904dd37
-- create_date: 2025-10-06 10:02:37
-- message: directory_numbers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_numbers (
    id BINARY(16) NOT NULL,
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    type VARCHAR(16) NOT NULL COMMENT 'local or toll-free',
    provider_name VARCHAR(32) NOT NULL COMMENT 'telnyx, twilio, ...',
    country VARCHAR(2) NOT NULL DEFAULT 'US' COMMENT 'ISO 3166-1 alpha-2',
    area_code VARCHAR(8) NOT NULL DEFAULT '',
    voice_enabled BOOLEAN NOT NULL DEFAULT TRUE,
    sms_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    mms_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    fax_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    tags JSON NULL COMMENT 'Array of words',
    notes TEXT NULL,
    termination_uri VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where outbound calls of the number are sent to',
    origination_uri VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where inbound calls to the number are delivered',
    auth_type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'credentials, ip-acl or none; empty: no SIP configuration',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_numbers_number_alive (number, alive),
    KEY idx_directory_numbers_area_code (area_code)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Every number the firm has anywhere';

-- migrate:downgrade
DROP TABLE directory_numbers;
