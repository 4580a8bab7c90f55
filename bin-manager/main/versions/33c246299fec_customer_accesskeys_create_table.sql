-- ---
-- revision: 33c246299fec
-- down_revision: 776a9fbbb1e6
-- create_date: 2025-02-03 14:30:05
-- message: customer_accesskeys_create_table
-- ---

-- migrate:upgrade
-- The key itself is shown once, to its owner; what is kept here cannot be turned back into it.
CREATE TABLE customer_accesskeys (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the key',
    token_prefix VARCHAR(16) NOT NULL DEFAULT ''
        COMMENT 'First characters of the key, so that its owner can tell keys apart',
    tm_expire DATETIME(6) NULL COMMENT 'NULL: does not expire',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    UNIQUE KEY uq_customer_accesskeys_token_hash (token_hash),
    KEY idx_customer_accesskeys_customer_id_tm_create (customer_id, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Keys with which programs of a customer log in';

-- migrate:downgrade
DROP TABLE customer_accesskeys;
