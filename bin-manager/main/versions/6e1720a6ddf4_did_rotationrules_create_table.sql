-- ---
-- revision: 6e1720a6ddf4
-- down_revision: bd647db60954
-- create_date: 2025-10-15 08:57:11
-- message: did_rotationrules_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_rotationrules (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    campaign_id BINARY(16) NOT NULL,
    strategy VARCHAR(16) NOT NULL DEFAULT 'score' COMMENT 'score, round-robin or area-code',
    priority INT NOT NULL DEFAULT 0 COMMENT 'Lowest first; the first active rule of a campaign counts',
    cool_down INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Seconds a DID rests after a call',
    daily_cap INT UNSIGNED NOT NULL DEFAULT 4294967295 COMMENT 'Calls that a DID may make on one day (UTC)',
    conditions JSON NULL COMMENT 'Hours, weekdays and areas that the rule holds for',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active or off',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_did_rotationrules_campaign_id_status_priority (campaign_id, status, priority),
    KEY idx_did_rotationrules_tenant_id (tenant_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'How a campaign goes through its pool';

-- migrate:downgrade
DROP TABLE did_rotationrules;
