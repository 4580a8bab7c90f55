-- ---
-- revision: 6756805a8aed
-- down_revision: d80a669be4ae
-- create_date: 2026-04-28 09:55:40
-- message: transfer_orphans_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transfer_orphans (
    id BINARY(16) NOT NULL,
    plan_id BINARY(16) NOT NULL,
    config_id BINARY(16) NOT NULL COMMENT 'The dial-in configuration as the source domain calls it',
    reason VARCHAR(24) NOT NULL COMMENT 'sip-only or deleted-number',
    number VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'Number that it belonged to; empty for sip-only',
    config JSON NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'found' COMMENT 'found, kept, moved or deleted',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_transfer_orphans_plan_id_status_reason (plan_id, status, reason),
    KEY idx_transfer_orphans_config_id (config_id),
    CONSTRAINT fk_transfer_orphans_plan_id FOREIGN KEY (plan_id) REFERENCES transfer_plans (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Dial-in configurations without a number of the plan';

-- migrate:downgrade
DROP TABLE transfer_orphans;
