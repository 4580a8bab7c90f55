-- ---
-- revision: 81cc6e6eb9db
-- down_revision: a2eb2df16f13
-- create_date: 2025-08-26 08:57:44
-- message: campaign_campaigns_create_table
-- ---

-- migrate:upgrade
CREATE TABLE campaign_campaigns (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'call' COMMENT 'call or flow',
    execute VARCHAR(16) NOT NULL DEFAULT 'stop' COMMENT 'run or stop: what the owner wants',
    status VARCHAR(16) NOT NULL DEFAULT 'stop' COMMENT 'run, stopping or stop: what is',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    service_level INT UNSIGNED NOT NULL DEFAULT 100 COMMENT 'Percent of free agents that calls are made for',
    end_handle VARCHAR(16) NOT NULL DEFAULT 'stop' COMMENT 'stop or continue when all targets are done',
    flow_id BINARY(16) NULL,
    actions JSON NULL,
    outdial_id BINARY(16) NULL COMMENT 'List of targets',
    queue_id BINARY(16) NULL COMMENT 'Queue whose agents take the answered calls',
    dial_timeout INT UNSIGNED NOT NULL DEFAULT 30000 COMMENT 'Milliseconds',
    try_interval INT UNSIGNED NOT NULL DEFAULT 600000 COMMENT 'Milliseconds between two tries of one target',
    max_try_count INT UNSIGNED NOT NULL DEFAULT 3,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_campaign_campaigns_customer_id_tm_create (customer_id, tm_create),
    KEY idx_campaign_campaigns_flow_id (flow_id),
    KEY idx_campaign_campaigns_outdial_id (outdial_id),
    KEY idx_campaign_campaigns_queue_id (queue_id),
    KEY idx_campaign_campaigns_status (status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Outbound campaigns of the platform';

-- migrate:downgrade
DROP TABLE campaign_campaigns;
