-- ---
-- revision: e210e3c6a9fe
-- down_revision: e366f3536768
-- create_date: 2025-07-29 13:26:35
-- message: customer_customers_remove_column_balance
-- ---

-- migrate:upgrade
-- Customers that an older service created since the accounts came have a balance and no account.
INSERT INTO billing_accounts (id, customer_id, name, balance, tm_create, tm_update, tm_delete)
SELECT UNHEX(LEFT(SHA2(CONCAT('billing_accounts/', HEX(c.id)), 256), 32)), c.id, 'default', c.balance,
       c.tm_create, c.tm_update, c.tm_delete
  FROM customer_customers c
  LEFT JOIN billing_accounts a ON a.customer_id = c.id
 WHERE a.id IS NULL;

UPDATE customer_customers c
  JOIN billing_accounts a ON a.id = UNHEX(LEFT(SHA2(CONCAT('billing_accounts/', HEX(c.id)), 256), 32))
   SET c.billing_account_id = a.id
 WHERE c.billing_account_id IS NULL;

ALTER TABLE customer_customers
    DROP COLUMN balance;

-- migrate:downgrade
ALTER TABLE customer_customers
    ADD COLUMN balance DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'Prepaid credit in US dollars' AFTER billing_account_id;

UPDATE customer_customers c
  JOIN billing_accounts a ON a.id = c.billing_account_id
   SET c.balance = a.balance;
