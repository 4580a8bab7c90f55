-- ---
-- revision: 892da4b4d4bc
-- down_revision: a52e00082d25
-- create_date: 2025-07-15 09:07:58
-- message: billing_accounts_create_table
-- ---

-- migrate:upgrade
-- A customer may pay for several balances, and several customers of one firm may share one: the balance leaves the
-- customer. Each customer starts with an account of its own, whose id is made from the customer's. The billing
-- service, the only one that changes a balance, stands still until its new version charges accounts.
CREATE TABLE billing_accounts (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL COMMENT 'Who owns it',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'normal' COMMENT 'admin or normal',
    balance DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'Prepaid credit in US dollars',
    payment_type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'prepaid, or empty',
    payment_method VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'credit card, or empty',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_billing_accounts_customer_id_tm_create (customer_id, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Balances that usage is charged to';

INSERT INTO billing_accounts (id, customer_id, name, balance, tm_create, tm_update, tm_delete)
SELECT UNHEX(LEFT(SHA2(CONCAT('billing_accounts/', HEX(id)), 256), 32)), id, 'default', balance,
       tm_create, tm_update, tm_delete
  FROM customer_customers;

-- migrate:downgrade
UPDATE customer_customers c
  JOIN billing_accounts a ON a.id = UNHEX(LEFT(SHA2(CONCAT('billing_accounts/', HEX(c.id)), 256), 32))
   SET c.balance = a.balance;

DROP TABLE billing_accounts;
