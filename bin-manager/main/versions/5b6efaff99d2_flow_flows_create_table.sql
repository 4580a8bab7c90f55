-- ---
-- revision: 5b6efaff99d2
-- down_revision: 6e69784a451d
-- create_date: 2025-02-10 10:02:56
-- message: flow_flows_create_table
-- ---

-- migrate:upgrade
CREATE TABLE flow_flows (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'flow' COMMENT 'flow, conference, queue or campaign: who made it',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    actions JSON NOT NULL COMMENT 'Array of {id, next_id, type, option}, run in order',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_flow_flows_customer_id_tm_create (customer_id, tm_create),
    KEY idx_flow_flows_customer_id_type (customer_id, type)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'What is done with a call or a message, as a list of actions';

-- migrate:downgrade
DROP TABLE flow_flows;
