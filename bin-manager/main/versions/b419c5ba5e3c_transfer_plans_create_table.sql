-- ---
-- revision: b419c5ba5e3c
-- down_revision: 37946e90bfb6
-- create_date: 2026-04-14 09:18:36
-- message: transfer_plans_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transfer_plans (
    id BINARY(16) NOT NULL,
    name VARCHAR(128) NOT NULL,
    source_domain VARCHAR(255) NOT NULL COMMENT 'Provider domain that the numbers leave',
    target_domain VARCHAR(255) NOT NULL COMMENT 'Provider domain that they go to',
    status VARCHAR(16) NOT NULL DEFAULT 'draft' COMMENT 'draft, running, paused, done or failed',
    notes TEXT NULL,
    tm_start DATETIME(6) NULL,
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_transfer_plans_name_alive (name, alive),
    KEY idx_transfer_plans_status (status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Moves of numbers and their dial-in configurations from one provider domain to another';

-- migrate:downgrade
DROP TABLE transfer_plans;
