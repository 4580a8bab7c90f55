-- ---
-- revision: b12fe3dadd00
-- down_revision: 892da4b4d4bc
-- create_date: 2025-07-15 09:38:20
-- message: customer_customers_add_column_billing_account_id
-- ---

-- migrate:upgrade
ALTER TABLE customer_customers
    ADD COLUMN billing_account_id BINARY(16) NULL COMMENT 'Account that is charged unless told otherwise' AFTER address,
    ADD KEY idx_customer_customers_billing_account_id (billing_account_id);

UPDATE customer_customers
   SET billing_account_id = UNHEX(LEFT(SHA2(CONCAT('billing_accounts/', HEX(id)), 256), 32))
 WHERE billing_account_id IS NULL;

-- migrate:downgrade
ALTER TABLE customer_customers
    DROP KEY idx_customer_customers_billing_account_id,
    DROP COLUMN billing_account_id;
