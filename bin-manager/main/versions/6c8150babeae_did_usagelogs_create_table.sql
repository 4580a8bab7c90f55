-- ---
-- revision: 6c8150babeae
-- down_revision: 6e1720a6ddf4
-- create_date: 2025-10-15 09:40:58
-- message: did_usagelogs_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_usagelogs (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    did_id BINARY(16) NOT NULL,
    campaign_id BINARY(16) NOT NULL,
    agent_id BINARY(16) NULL COMMENT 'Row of did_users; NULL when a machine dialled',
    outcome VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'answered, busy, no-answer, voicemail, blocked or failed',
    duration INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Seconds talked',
    tm_create DATETIME(6) NOT NULL COMMENT 'When the call was made',
    PRIMARY KEY (id),
    KEY idx_did_usagelogs_tenant_id_tm_create (tenant_id, tm_create),
    KEY idx_did_usagelogs_did_id_tm_create (did_id, tm_create),
    KEY idx_did_usagelogs_campaign_id_tm_create (campaign_id, tm_create),
    KEY idx_did_usagelogs_agent_id_tm_create (agent_id, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Each use of a caller id; rows are added and never changed';

-- migrate:downgrade
DROP TABLE did_usagelogs;
