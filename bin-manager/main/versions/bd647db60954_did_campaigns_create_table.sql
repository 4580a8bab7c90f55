-- ---
-- revision: bd647db60954
-- down_revision: fd5474f5e126
-- create_date: 2025-10-09 09:17:33
-- message: did_campaigns_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_campaigns (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    name VARCHAR(128) NOT NULL,
    detail TEXT NULL,
    pool VARCHAR(64) NOT NULL DEFAULT 'default' COMMENT 'Name of the pool',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active, paused or ended',
    tm_start DATETIME(6) NULL,
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_campaigns_tenant_id_name_alive (tenant_id, name, alive),
    KEY idx_did_campaigns_tenant_id_status (tenant_id, status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Outbound campaigns that ask for a caller id before each call';

-- migrate:downgrade
DROP TABLE did_campaigns;
