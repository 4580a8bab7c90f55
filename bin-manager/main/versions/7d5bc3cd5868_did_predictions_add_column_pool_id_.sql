-- ---
-- revision: 7d5bc3cd5868
-- down_revision: e14f778dbca8
-- create_date: 2026-01-20 08:55:09
-- message: did_predictions_add_column_pool_id_status_tm_used
-- ---

-- migrate:upgrade
-- "The next DID" sorts by the score of the campaign and by the last use of the DID. Spread over two tables that is a
-- sort of the whole pool for every call; side by side in one index it is the first row that is free. So what the query
-- needs to know of the DID is copied beside the score, here once and by triggers from the next revision on.
ALTER TABLE did_predictions
    ADD COLUMN pool_id BINARY(16) NULL COMMENT 'Copy of did_dids.pool_id' AFTER did_id,
    ADD COLUMN status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'Copy of did_dids.status; deleted when the DID is' AFTER pool_id,
    ADD COLUMN tm_used DATETIME(6) NOT NULL DEFAULT '1970-01-01 00:00:00.000000' COMMENT 'Copy of did_dids.tm_used' AFTER features,
    ADD COLUMN usage_date DATE NOT NULL DEFAULT '1970-01-01' COMMENT 'Copy of did_dids.usage_date' AFTER tm_used,
    ADD COLUMN usage_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Copy of did_dids.usage_count' AFTER usage_date,
    ADD KEY idx_did_predictions_campaign_id_pool_id_status_score_tm_used (campaign_id, pool_id, status, score DESC, tm_used),
    ADD KEY idx_did_predictions_pool_id (pool_id);

UPDATE did_predictions p
  JOIN did_dids d ON d.id = p.did_id
   SET p.pool_id = d.pool_id,
       p.status = IF(d.tm_delete IS NULL, d.status, 'deleted'),
       p.tm_used = d.tm_used,
       p.usage_date = d.usage_date,
       p.usage_count = d.usage_count;

-- migrate:downgrade
ALTER TABLE did_predictions
    DROP KEY idx_did_predictions_campaign_id_pool_id_status_score_tm_used,
    DROP KEY idx_did_predictions_pool_id,
    DROP COLUMN usage_count,
    DROP COLUMN usage_date,
    DROP COLUMN tm_used,
    DROP COLUMN status,
    DROP COLUMN pool_id;
