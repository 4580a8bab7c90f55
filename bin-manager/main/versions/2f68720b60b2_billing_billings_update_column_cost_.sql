-- ---
-- revision: 2f68720b60b2
-- down_revision: e210e3c6a9fe
-- create_date: 2025-08-05 09:55:17
-- message: billing_billings_update_column_cost_total
-- ---

-- migrate:upgrade
-- Sums of FLOAT drift. Six decimals hold a price per second exactly.
ALTER TABLE billing_billings
    MODIFY COLUMN cost_per_unit DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'US dollars per minute, message or month',
    MODIFY COLUMN unit_count DECIMAL(18,6) NOT NULL DEFAULT 0,
    MODIFY COLUMN cost_total DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'US dollars';

-- migrate:downgrade
ALTER TABLE billing_billings
    MODIFY COLUMN cost_per_unit FLOAT NOT NULL DEFAULT 0 COMMENT 'US dollars per minute, message or month',
    MODIFY COLUMN unit_count FLOAT NOT NULL DEFAULT 0,
    MODIFY COLUMN cost_total FLOAT NOT NULL DEFAULT 0 COMMENT 'US dollars';
