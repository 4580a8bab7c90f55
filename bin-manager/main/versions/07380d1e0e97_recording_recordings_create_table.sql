-- ---
-- revision: 07380d1e0e97
-- down_revision: ba71b8da7c3a
-- create_date: 2025-04-15 08:58:23
-- message: recording_recordings_create_table
-- ---

-- migrate:upgrade
CREATE TABLE recording_recordings (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    reference_type VARCHAR(16) NOT NULL DEFAULT 'call' COMMENT 'call or conference: what reference_id names',
    reference_id BINARY(16) NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'initiating' COMMENT 'initiating, recording, stopping or ended',
    format VARCHAR(8) NOT NULL DEFAULT 'wav',
    name VARCHAR(255) NOT NULL DEFAULT '',
    server VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'Media server that records',
    channel_ids JSON NULL COMMENT 'Array of the recorded channels, one for each direction',
    tm_start DATETIME(6) NULL,
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_recording_recordings_customer_id_tm_create (customer_id, tm_create),
    KEY idx_recording_recordings_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Recorded calls and conferences';

-- migrate:downgrade
DROP TABLE recording_recordings;
