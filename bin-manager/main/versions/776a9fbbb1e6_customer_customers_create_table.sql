-- ---
-- revision: 776a9fbbb1e6
-- down_revision: null
-- create_date: 2025-02-03 09:12:41
-- message: customer_customers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE customer_customers (
    id BINARY(16) NOT NULL COMMENT 'The tenant; every customer_id of this database points here',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    email VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where invoices and warnings go',
    phone_number VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'E.164, for contact only',
    address VARCHAR(512) NOT NULL DEFAULT '',
    balance DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'Prepaid credit in US dollars',
    webhook_method VARCHAR(8) NOT NULL DEFAULT '' COMMENT 'POST, PUT, GET or DELETE; empty: no webhook',
    webhook_uri VARCHAR(1023) NOT NULL DEFAULT '',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_customer_customers_email (email),
    KEY idx_customer_customers_tm_create (tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Tenants of the platform';

-- migrate:downgrade
DROP TABLE customer_customers;
