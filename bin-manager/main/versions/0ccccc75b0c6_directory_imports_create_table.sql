-- ---
-- revision: 0ccccc75b0c6
-- down_revision: b1c170da333e
-- create_date: 2025-10-21 09:03:35
-- message: directory_imports_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_imports (
    id BINARY(16) NOT NULL,
    number_id BINARY(16) NOT NULL,
    workspace_id BINARY(16) NOT NULL,
    method VARCHAR(16) NOT NULL COMMENT 'sip-trunk or direct-purchase',
    source VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where the number came from: trunk, account or file',
    tm_import DATETIME(6) NOT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_directory_imports_number_id_tm_import (number_id, tm_import),
    KEY idx_directory_imports_workspace_id_tm_import (workspace_id, tm_import),
    KEY idx_directory_imports_method (method),
    CONSTRAINT fk_directory_imports_number_id FOREIGN KEY (number_id) REFERENCES directory_numbers (id),
    CONSTRAINT fk_directory_imports_workspace_id FOREIGN KEY (workspace_id) REFERENCES directory_workspaces (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'How a number got into a workspace';

-- migrate:downgrade
DROP TABLE directory_imports;
