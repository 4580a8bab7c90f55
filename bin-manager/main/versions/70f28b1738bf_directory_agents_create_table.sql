-- ---
-- revision: 70f28b1738bf
-- down_revision: d801d03659bb
-- create_date: 2025-10-07 08:45:16
-- message: directory_agents_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_agents (
    id BINARY(16) NOT NULL,
    name VARCHAR(128) NOT NULL,
    path VARCHAR(255) NOT NULL COMMENT 'Where its definition lies in the repository of agents',
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_agents_path_alive (path, alive),
    KEY idx_directory_agents_name (name),
    KEY idx_directory_agents_tm_delete (tm_delete)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Voice agents that answer numbers';

-- migrate:downgrade
DROP TABLE directory_agents;
