-- ---
-- revision: b680167749b0
-- down_revision: 1d0b6e9edf80
-- create_date: 2025-05-14 09:33:52
-- message: queue_queues_create_table
-- ---

-- migrate:upgrade
CREATE TABLE queue_queues (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    routing_method VARCHAR(16) NOT NULL DEFAULT 'random' COMMENT 'How an agent is picked',
    tag_ids JSON NULL COMMENT 'Array of tag_tags ids as text that an agent must carry',
    wait_flow_id BINARY(16) NULL COMMENT 'Flow that callers hear while they wait',
    wait_timeout INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Milliseconds; 0: no limit',
    service_timeout INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Milliseconds; 0: no limit',
    execute VARCHAR(8) NOT NULL DEFAULT 'stop' COMMENT 'run or stop',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_queue_queues_customer_id_tm_create (customer_id, tm_create),
    KEY idx_queue_queues_wait_flow_id (wait_flow_id),
    KEY idx_queue_queues_execute (execute)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Waiting lines in front of agents';

-- migrate:downgrade
DROP TABLE queue_queues;
