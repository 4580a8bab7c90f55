-- ---
-- revision: e210e3c6a9fe
-- down_revision: e366f3536768
-- create_date: 2025-07-29 13:26:35
-- message: customer_customers_remove_column_balance
-- ---

-- migrate:upgrade
ALTER TABLE customer_customers
    DROP COLUMN balance;

-- migrate:downgrade
ALTER TABLE customer_customers
    ADD COLUMN balance DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'Prepaid credit in US dollars' AFTER billing_account_id;

UPDATE customer_customers c
  JOIN billing_accounts a ON a.id = c.billing_account_id
   SET c.balance = a.balance;
