-- ---
-- revision: 48030212d903
-- down_revision: 0a0fc33eb55c
-- create_date: 2025-03-25 10:21:30
-- message: call_calls_create_table
-- ---

-- migrate:upgrade
CREATE TABLE call_calls (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    channel_id BINARY(16) NULL,
    bridge_id BINARY(16) NULL,
    flow_id BINARY(16) NULL,
    activeflow_id BINARY(16) NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'flow' COMMENT 'flow, conference or sip-service',
    master_call_id BINARY(16) NULL COMMENT 'Call that this one is chained to and ends with',
    chained_call_ids JSON NULL COMMENT 'Array of call ids as text',
    recording_ids JSON NULL COMMENT 'Array of recording_recordings ids as text',
    source JSON NOT NULL COMMENT '{type, target, target_name}',
    destination JSON NOT NULL COMMENT '{type, target, target_name}',
    direction VARCHAR(16) NOT NULL COMMENT 'incoming or outgoing',
    status VARCHAR(16) NOT NULL COMMENT 'dialing, ringing, progressing, terminating, canceling or hangup',
    action JSON NULL COMMENT 'Action of the flow that is being done',
    hangup_by VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'remote or local',
    hangup_cause VARCHAR(32) NOT NULL DEFAULT ''
        COMMENT 'normal, failed, busy, cancel, timeout, noanswer, dialout or amd',
    tm_progressing DATETIME(6) NULL COMMENT 'Answered',
    tm_ringing DATETIME(6) NULL,
    tm_hangup DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_call_calls_customer_id_tm_create (customer_id, tm_create),
    KEY idx_call_calls_channel_id (channel_id),
    KEY idx_call_calls_bridge_id (bridge_id),
    KEY idx_call_calls_flow_id (flow_id),
    KEY idx_call_calls_activeflow_id (activeflow_id),
    KEY idx_call_calls_master_call_id (master_call_id),
    KEY idx_call_calls_status (status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Calls, one row per leg';

-- migrate:downgrade
DROP TABLE call_calls;
