-- ---
-- revision: ba71b8da7c3a
-- down_revision: ee554bfc66eb
-- create_date: 2025-04-09 14:20:36
-- message: conference_members_create_table
-- ---

-- migrate:upgrade
CREATE TABLE conference_members (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    conference_id BINARY(16) NOT NULL,
    activeflow_id BINARY(16) NULL,
    reference_type VARCHAR(16) NOT NULL DEFAULT 'call' COMMENT 'call or line: what reference_id names',
    reference_id BINARY(16) NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'joining' COMMENT 'joining, joined, leaving or leaved',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_conference_members_customer_id_tm_create (customer_id, tm_create),
    KEY idx_conference_members_conference_id_status (conference_id, status),
    KEY idx_conference_members_activeflow_id (activeflow_id),
    KEY idx_conference_members_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Who is or was in a conference';

-- migrate:downgrade
DROP TABLE conference_members;
