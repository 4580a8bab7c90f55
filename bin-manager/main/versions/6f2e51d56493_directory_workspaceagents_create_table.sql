-- ---
-- revision: 6f2e51d56493
-- down_revision: 70f28b1738bf
-- create_date: 2025-10-14 09:25:42
-- message: directory_workspaceagents_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_workspaceagents (
    id BINARY(16) NOT NULL,
    workspace_id BINARY(16) NOT NULL,
    agent_id BINARY(16) NOT NULL COMMENT 'Row of directory_agents',
    platform_agent_id BINARY(16) NOT NULL COMMENT 'Id of the agent in this workspace: each workspace gives its own',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_workspaceagents_workspace_id_agent_id_alive (workspace_id, agent_id, alive),
    KEY idx_directory_workspaceagents_agent_id (agent_id),
    KEY idx_directory_workspaceagents_platform_agent_id (platform_agent_id),
    CONSTRAINT fk_directory_workspaceagents_workspace_id
        FOREIGN KEY (workspace_id) REFERENCES directory_workspaces (id),
    CONSTRAINT fk_directory_workspaceagents_agent_id FOREIGN KEY (agent_id) REFERENCES directory_agents (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Under which id an agent is known in a workspace';

-- migrate:downgrade
DROP TABLE directory_workspaceagents;
