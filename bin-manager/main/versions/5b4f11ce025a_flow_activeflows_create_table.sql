-- ---
-- revision: 5b4f11ce025a
-- down_revision: 5b6efaff99d2
-- create_date: 2025-02-10 11:15:08
-- message: flow_activeflows_create_table
-- ---

-- migrate:upgrade
CREATE TABLE flow_activeflows (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    flow_id BINARY(16) NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'running' COMMENT 'running or ended',
    reference_type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'call, message, campaign or api: what reference_id names',
    reference_id BINARY(16) NULL,
    actions JSON NOT NULL COMMENT 'The actions of the flow when it started',
    current_action JSON NULL,
    pushed_action JSON NULL COMMENT 'Done next, before the flow goes on',
    executed_actions JSON NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_flow_activeflows_customer_id_tm_create (customer_id, tm_create),
    KEY idx_flow_activeflows_flow_id (flow_id),
    KEY idx_flow_activeflows_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Flows that run or have run, one row per run';

-- migrate:downgrade
DROP TABLE flow_activeflows;
