-- ---
-- revision: 0a0fc33eb55c
-- down_revision: 0c7339c4326f
-- create_date: 2025-03-24 09:14:58
-- message: call_bridges_create_table
-- ---

-- migrate:upgrade
CREATE TABLE call_bridges (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NULL,
    reference VARCHAR(255) NOT NULL COMMENT 'Unique id of the bridge on the media server',
    server VARCHAR(64) NOT NULL COMMENT 'Media server that holds it',
    name VARCHAR(255) NOT NULL DEFAULT '',
    type VARCHAR(16) NOT NULL DEFAULT 'mixing' COMMENT 'mixing or holding',
    tech VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'simple_bridge, softmix or native_rtp',
    reference_type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'call, conference or queue: what reference_id names',
    reference_id BINARY(16) NULL,
    channel_ids JSON NULL COMMENT 'Array of call_channels ids as text',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    UNIQUE KEY uq_call_bridges_reference_server (reference, server),
    KEY idx_call_bridges_customer_id_tm_create (customer_id, tm_create),
    KEY idx_call_bridges_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Bridges of the media servers';

-- migrate:downgrade
DROP TABLE call_bridges;
