-- ---
-- revision: 771ec4cb3621
-- down_revision: 0ccccc75b0c6
-- create_date: 2025-10-21 09:48:20
-- message: directory_trunks_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_trunks (
    id BINARY(16) NOT NULL,
    provider_name VARCHAR(32) NOT NULL,
    provider_reference VARCHAR(255) NOT NULL COMMENT 'The trunk as the provider calls it',
    name VARCHAR(128) NOT NULL,
    domain_name VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Host that calls are sent to',
    secure BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'TLS and SRTP are required',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_trunks_provider_reference_provider_name_alive (provider_reference, provider_name, alive),
    KEY idx_directory_trunks_name (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'SIP trunks at the providers';

-- migrate:downgrade
DROP TABLE directory_trunks;
