-- ---
-- revision: 7f1b7bb646e6
-- down_revision: 2f68720b60b2
-- create_date: 2025-08-12 10:13:46
-- message: transcribe_transcribes_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transcribe_transcribes (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    reference_type VARCHAR(16) NOT NULL DEFAULT 'call' COMMENT 'call, recording or conference: what reference_id names',
    reference_id BINARY(16) NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'progressing' COMMENT 'progressing or done',
    language VARCHAR(16) NOT NULL DEFAULT 'en-US' COMMENT 'BCP 47',
    direction VARCHAR(8) NOT NULL DEFAULT 'both' COMMENT 'both, in or out',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_transcribe_transcribes_customer_id_tm_create (customer_id, tm_create),
    KEY idx_transcribe_transcribes_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Speech to text, one row per job';

-- migrate:downgrade
DROP TABLE transcribe_transcribes;
