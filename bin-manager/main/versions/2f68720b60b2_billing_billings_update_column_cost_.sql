-- ---
-- revision: 2f68720b60b2
-- down_revision: e210e3c6a9fe
-- create_date: 2025-08-05 09:55:17
-- message: billing_billings_update_column_cost_total
-- ---

-- migrate:upgrade
-- A second of a call, and a message, cost fractions of a cent. Wider on both sides of the point: no value changes.
ALTER TABLE billing_billings
    MODIFY COLUMN cost_per_unit DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'US dollars per minute, message or month',
    MODIFY COLUMN unit_count DECIMAL(18,6) NOT NULL DEFAULT 0,
    MODIFY COLUMN cost_total DECIMAL(18,6) NOT NULL DEFAULT 0 COMMENT 'US dollars';

-- migrate:downgrade
-- Rounded to cents here and not by the change of the type, which would warn for each row. The change is refused by the
-- server while an amount is stored that has no room in the narrower type.
UPDATE billing_billings
   SET cost_per_unit = ROUND(cost_per_unit, 2),
       unit_count = ROUND(unit_count, 2),
       cost_total = ROUND(cost_total, 2);

ALTER TABLE billing_billings
    MODIFY COLUMN cost_per_unit DECIMAL(10,2) NOT NULL DEFAULT 0 COMMENT 'US dollars per minute, message or month',
    MODIFY COLUMN unit_count DECIMAL(10,2) NOT NULL DEFAULT 0,
    MODIFY COLUMN cost_total DECIMAL(10,2) NOT NULL DEFAULT 0 COMMENT 'US dollars';
