-- ---
-- revision: e980c1c6e36d
-- down_revision: bc471db7a91e
-- create_date: 2025-10-08 10:04:09
-- message: did_users_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_users (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    oauth_subject VARCHAR(255) NOT NULL COMMENT 'Subject of the Google account',
    email VARCHAR(255) NOT NULL,
    name VARCHAR(128) NOT NULL DEFAULT '',
    role VARCHAR(16) NOT NULL DEFAULT 'agent' COMMENT 'owner, admin, agent or viewer',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active or suspended',
    tm_login DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_users_oauth_subject_alive (oauth_subject, alive),
    KEY idx_did_users_tenant_id_role (tenant_id, role),
    KEY idx_did_users_email (email)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'People of a tenant; the agents of its campaigns are among them';

-- migrate:downgrade
DROP TABLE did_users;
