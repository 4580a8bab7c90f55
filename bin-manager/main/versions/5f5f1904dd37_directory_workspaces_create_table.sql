-- ---
-- revision: 5f5f1904dd37
-- down_revision: bd5302a3a828
-- branch_labels: [directory]
-- create_date: 2025-10-06 09:11:22
-- message: directory_workspaces_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_workspaces (
    id BINARY(16) NOT NULL,
    name VARCHAR(128) NOT NULL,
    environment VARCHAR(16) NOT NULL COMMENT 'staging or production',
    region VARCHAR(32) NOT NULL DEFAULT '',
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_directory_workspaces_name_alive (name, alive),
    KEY idx_directory_workspaces_environment (environment)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Workspaces of the voice agent platform, in staging and in production';

-- migrate:downgrade
DROP TABLE directory_workspaces;
