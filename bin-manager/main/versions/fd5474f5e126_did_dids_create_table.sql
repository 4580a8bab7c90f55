-- ---
-- revision: fd5474f5e126
-- down_revision: e980c1c6e36d
-- create_date: 2025-10-09 08:38:55
-- message: did_dids_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_dids (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    area_code VARCHAR(8) NOT NULL DEFAULT '',
    pool VARCHAR(64) NOT NULL DEFAULT 'default' COMMENT 'Name of the pool',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active, resting, flagged or retired',
    reputation SMALLINT UNSIGNED NOT NULL DEFAULT 50 COMMENT 'From 0, known as spam, to 100, clean',
    carrier JSON NULL COMMENT 'What the carrier tells: name, line type, caller name, attestation',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_dids_number_alive (number, alive),
    KEY idx_did_dids_tenant_id_pool (tenant_id, pool),
    KEY idx_did_dids_tenant_id_area_code (tenant_id, area_code),
    KEY idx_did_dids_tenant_id_status (tenant_id, status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Caller ids that rotate';

-- migrate:downgrade
DROP TABLE did_dids;
