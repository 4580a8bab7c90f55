-- ---
-- revision: d80a669be4ae
-- down_revision: 6a685290faf2
-- create_date: 2026-04-15 08:47:59
-- message: transfer_attempts_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transfer_attempts (
    id BINARY(16) NOT NULL,
    entry_id BINARY(16) NOT NULL,
    step VARCHAR(16) NOT NULL COMMENT 'move-number, delete-config, create-config or rollback',
    state VARCHAR(16) NOT NULL DEFAULT 'running' COMMENT 'running, done, failed or given-up',
    retry INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0 for the first try of a step',
    http_status SMALLINT UNSIGNED NULL COMMENT 'Answer of the provider',
    new_phone_id BINARY(16) NULL COMMENT 'The number as the target domain calls it: needed to move it back',
    error TEXT NULL,
    tm_retry DATETIME(6) NULL COMMENT 'Not tried again before this time; NULL: no further try',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uq_transfer_attempts_entry_id_step_retry (entry_id, step, retry),
    KEY idx_transfer_attempts_state_tm_retry (state, tm_retry),
    KEY idx_transfer_attempts_new_phone_id (new_phone_id),
    CONSTRAINT fk_transfer_attempts_entry_id FOREIGN KEY (entry_id) REFERENCES transfer_entries (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Each request to the provider and what it answered';

-- migrate:downgrade
DROP TABLE transfer_attempts;
