-- ---
-- revision: b1c170da333e
-- down_revision: 6f2e51d56493
-- create_date: 2025-10-14 10:13:27
-- message: directory_assignments_create_table
-- ---

-- migrate:upgrade
-- One service alone writes the directory, so foreign keys hold here: an agent or a number is marked as deleted, never
-- removed from under its assignments.
CREATE TABLE directory_assignments (
    id BINARY(16) NOT NULL,
    number_id BINARY(16) NOT NULL,
    workspace_id BINARY(16) NOT NULL,
    agent_id BINARY(16) NULL COMMENT 'NULL while unassigned',
    status VARCHAR(24) NOT NULL DEFAULT 'unassigned'
        COMMENT 'inbound-outbound, inbound-only, outbound-only or unassigned',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_assignments_number_id_workspace_id_alive (number_id, workspace_id, alive),
    KEY idx_directory_assignments_workspace_id_status (workspace_id, status),
    KEY idx_directory_assignments_agent_id_tm_delete (agent_id, tm_delete),
    CONSTRAINT fk_directory_assignments_number_id FOREIGN KEY (number_id) REFERENCES directory_numbers (id),
    CONSTRAINT fk_directory_assignments_workspace_id FOREIGN KEY (workspace_id) REFERENCES directory_workspaces (id),
    CONSTRAINT fk_directory_assignments_agent_id FOREIGN KEY (agent_id) REFERENCES directory_agents (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Which number is in which workspace, and which agent answers it there';

-- migrate:downgrade
DROP TABLE directory_assignments;
