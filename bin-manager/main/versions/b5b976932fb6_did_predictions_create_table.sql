-- ---
-- revision: b5b976932fb6
-- down_revision: 6c8150babeae
-- create_date: 2025-10-28 10:31:49
-- message: did_predictions_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_predictions (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    campaign_id BINARY(16) NOT NULL,
    did_id BINARY(16) NOT NULL,
    score DECIMAL(6,5) NOT NULL DEFAULT 0.5 COMMENT 'From 0 to 1; what the rotation sorts by',
    answer_rate DECIMAL(6,5) NULL COMMENT 'Predicted share of answered calls',
    sample_size INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Calls that the prediction rests on',
    model_version VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'Empty: the default score, nothing predicted yet',
    features JSON NULL COMMENT 'What the model was given',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_predictions_campaign_id_did_id (campaign_id, did_id),
    KEY idx_did_predictions_did_id (did_id),
    KEY idx_did_predictions_tenant_id (tenant_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'How well a DID is expected to do in a campaign';

-- migrate:downgrade
DROP TABLE did_predictions;
