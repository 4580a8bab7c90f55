-- ---
-- revision: 00a4767917e4
-- down_revision: b680167749b0
-- create_date: 2025-05-14 10:08:29
-- message: queue_queuecalls_create_table
-- ---

-- migrate:upgrade
CREATE TABLE queue_queuecalls (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    queue_id BINARY(16) NOT NULL,
    reference_type VARCHAR(16) NOT NULL DEFAULT 'call',
    reference_id BINARY(16) NULL COMMENT 'The waiting call',
    activeflow_id BINARY(16) NULL,
    conference_id BINARY(16) NULL COMMENT 'Where caller and agent meet',
    service_agent_id BINARY(16) NULL COMMENT 'Agent that was picked',
    source JSON NULL COMMENT '{type, target, target_name} of the caller',
    status VARCHAR(16) NOT NULL DEFAULT 'initiating'
        COMMENT 'initiating, waiting, connecting, service, done or abandoned',
    duration_waiting INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Milliseconds',
    duration_service INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Milliseconds',
    tm_service DATETIME(6) NULL,
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_queue_queuecalls_customer_id_tm_create (customer_id, tm_create),
    KEY idx_queue_queuecalls_queue_id_status_tm_create (queue_id, status, tm_create),
    KEY idx_queue_queuecalls_reference_id (reference_id),
    KEY idx_queue_queuecalls_activeflow_id (activeflow_id),
    KEY idx_queue_queuecalls_conference_id (conference_id),
    KEY idx_queue_queuecalls_service_agent_id (service_agent_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Calls that wait or have waited in a queue';

-- migrate:downgrade
DROP TABLE queue_queuecalls;
