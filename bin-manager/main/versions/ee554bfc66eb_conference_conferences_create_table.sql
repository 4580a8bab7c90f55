-- ---
-- revision: ee554bfc66eb
-- down_revision: 596c54d4ca12
-- create_date: 2025-04-09 13:44:11
-- message: conference_conferences_create_table
-- ---

-- migrate:upgrade
CREATE TABLE conference_conferences (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'conference' COMMENT 'conference, connect or queue',
    bridge_id BINARY(16) NULL,
    flow_id BINARY(16) NULL COMMENT 'Flow that leads into the conference',
    status VARCHAR(16) NOT NULL DEFAULT 'starting' COMMENT 'starting, progressing, terminating or terminated',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    timeout INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Seconds until it ends by itself; 0: never',
    recording_id BINARY(16) NULL COMMENT 'Recording that runs now',
    transcribe_id BINARY(16) NULL COMMENT 'Transcription that runs now',
    pre_actions JSON NULL COMMENT 'Done before a member joins',
    post_actions JSON NULL COMMENT 'Done after a member has left',
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_conference_conferences_customer_id_tm_create (customer_id, tm_create),
    KEY idx_conference_conferences_bridge_id (bridge_id),
    KEY idx_conference_conferences_flow_id (flow_id),
    KEY idx_conference_conferences_recording_id (recording_id),
    KEY idx_conference_conferences_transcribe_id (transcribe_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Conference rooms';

-- migrate:downgrade
DROP TABLE conference_conferences;
