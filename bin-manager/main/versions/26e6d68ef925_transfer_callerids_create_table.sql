-- ---
-- revision: 26e6d68ef925
-- down_revision: 6756805a8aed
-- create_date: 2026-05-05 10:33:24
-- message: transfer_callerids_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transfer_callerids (
    id BINARY(16) NOT NULL,
    plan_id BINARY(16) NOT NULL,
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    status VARCHAR(16) NOT NULL DEFAULT 'pending' COMMENT 'pending, called, verified or failed',
    tm_verify DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_transfer_callerids_plan_id_number_alive (plan_id, number, alive),
    KEY idx_transfer_callerids_plan_id_status (plan_id, status),
    CONSTRAINT fk_transfer_callerids_plan_id FOREIGN KEY (plan_id) REFERENCES transfer_plans (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Caller ids that must be verified in the target domain';

-- migrate:downgrade
DROP TABLE transfer_callerids;
