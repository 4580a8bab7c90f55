-- ---
-- revision: 1414c11ee59c
-- down_revision: 48030212d903
-- create_date: 2025-04-02 09:27:04
-- message: call_groupcalls_create_table
-- ---

-- migrate:upgrade
CREATE TABLE call_groupcalls (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'progressing' COMMENT 'progressing, hangingup or hangup',
    flow_id BINARY(16) NULL,
    source JSON NOT NULL COMMENT '{type, target, target_name}',
    destinations JSON NOT NULL COMMENT 'Array of addresses that are rung',
    master_call_id BINARY(16) NULL COMMENT 'Call on whose behalf they are rung',
    ring_method VARCHAR(16) NOT NULL DEFAULT 'ringall' COMMENT 'ringall or linear',
    answer_method VARCHAR(16) NOT NULL DEFAULT 'hangupothers'
        COMMENT 'What happens to the other calls when one is answered',
    answer_call_id BINARY(16) NULL,
    call_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Calls that still ring',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_call_groupcalls_customer_id_tm_create (customer_id, tm_create),
    KEY idx_call_groupcalls_flow_id (flow_id),
    KEY idx_call_groupcalls_master_call_id (master_call_id),
    KEY idx_call_groupcalls_answer_call_id (answer_call_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Calls to several destinations of which one is to answer';

-- migrate:downgrade
DROP TABLE call_groupcalls;
