-- ---
-- revision: 3c2600e34ef3
-- down_revision: b23e4eea3a9d
-- create_date: 2025-10-29 13:08:26
-- message: directory_syncs_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_syncs (
    id BINARY(16) NOT NULL,
    workspace_id BINARY(16) NULL COMMENT 'NULL: all workspaces',
    type VARCHAR(16) NOT NULL DEFAULT 'full' COMMENT 'full or incremental',
    status VARCHAR(16) NOT NULL DEFAULT 'running' COMMENT 'running, done or failed',
    seen_count INT UNSIGNED NOT NULL DEFAULT 0,
    added_count INT UNSIGNED NOT NULL DEFAULT 0,
    updated_count INT UNSIGNED NOT NULL DEFAULT 0,
    removed_count INT UNSIGNED NOT NULL DEFAULT 0,
    duration INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Seconds',
    error TEXT NULL,
    tm_create DATETIME(6) NOT NULL COMMENT 'When it began',
    tm_update DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY idx_directory_syncs_workspace_id_tm_create (workspace_id, tm_create),
    KEY idx_directory_syncs_status_tm_create (status, tm_create),
    CONSTRAINT fk_directory_syncs_workspace_id FOREIGN KEY (workspace_id) REFERENCES directory_workspaces (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'History of the comparisons with the providers';

-- migrate:downgrade
DROP TABLE directory_syncs;
