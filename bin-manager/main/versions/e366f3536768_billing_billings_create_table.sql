-- ---
-- revision: e366f3536768
-- down_revision: b12fe3dadd00
-- create_date: 2025-07-16 08:49:03
-- message: billing_billings_create_table
-- ---

-- migrate:upgrade
-- A number is billed again each month, hence the start in the unique key: no period of anything is charged twice.
CREATE TABLE billing_billings (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    account_id BINARY(16) NOT NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'progressing' COMMENT 'progressing, end, pending or finished',
    reference_type VARCHAR(16) NOT NULL COMMENT 'call, sms or number: what reference_id names',
    reference_id BINARY(16) NULL,
    cost_per_unit DECIMAL(10,2) NOT NULL DEFAULT 0 COMMENT 'US dollars per minute, message or month',
    unit_count DECIMAL(10,2) NOT NULL DEFAULT 0,
    cost_total DECIMAL(10,2) NOT NULL DEFAULT 0 COMMENT 'US dollars',
    tm_billing_start DATETIME(6) NULL,
    tm_billing_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    UNIQUE KEY uq_billing_billings_reference_type_reference_id_tm_billing_start
        (reference_type, reference_id, tm_billing_start),
    KEY idx_billing_billings_customer_id_tm_create (customer_id, tm_create),
    KEY idx_billing_billings_account_id_tm_create (account_id, tm_create),
    KEY idx_billing_billings_reference_id (reference_id),
    KEY idx_billing_billings_status (status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'What was used and what it cost';

-- migrate:downgrade
DROP TABLE billing_billings;
