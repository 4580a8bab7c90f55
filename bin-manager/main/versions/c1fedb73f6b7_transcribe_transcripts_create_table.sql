-- ---
-- revision: c1fedb73f6b7
-- down_revision: 7f1b7bb646e6
-- create_date: 2025-08-12 10:40:02
-- message: transcribe_transcripts_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transcribe_transcripts (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    transcribe_id BINARY(16) NOT NULL,
    direction VARCHAR(8) NOT NULL DEFAULT 'in' COMMENT 'in or out: who spoke',
    message TEXT NOT NULL,
    tm_transcript DATETIME(6) NULL COMMENT 'When it was said',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_transcribe_transcripts_customer_id_tm_create (customer_id, tm_create),
    KEY idx_transcribe_transcripts_transcribe_id_tm_transcript (transcribe_id, tm_transcript)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Sentences of a transcription';

-- migrate:downgrade
DROP TABLE transcribe_transcripts;
