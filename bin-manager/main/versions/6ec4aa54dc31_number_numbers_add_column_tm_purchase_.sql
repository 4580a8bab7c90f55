-- ---
-- revision: 6ec4aa54dc31
-- down_revision: b4acf290e0b7
-- create_date: 2025-03-11 15:05:21
-- message: number_numbers_add_column_tm_purchase_tm_renew
-- ---

-- migrate:upgrade
-- Renewal takes the oldest living numbers first, in batches.
ALTER TABLE number_numbers
    ADD COLUMN tm_purchase DATETIME(6) NULL COMMENT 'When it was bought at the provider' AFTER emergency_enabled,
    ADD COLUMN tm_renew DATETIME(6) NULL COMMENT 'When its last paid period began' AFTER tm_purchase,
    ADD KEY idx_number_numbers_tm_delete_tm_renew (tm_delete, tm_renew);

UPDATE number_numbers
   SET tm_purchase = tm_create,
       tm_renew = tm_create
 WHERE tm_purchase IS NULL;

-- migrate:downgrade
ALTER TABLE number_numbers
    DROP KEY idx_number_numbers_tm_delete_tm_renew,
    DROP COLUMN tm_renew,
    DROP COLUMN tm_purchase;
