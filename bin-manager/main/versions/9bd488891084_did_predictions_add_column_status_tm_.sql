-- ---
-- revision: 9bd488891084
-- down_revision: e14f778dbca8
-- create_date: 2026-01-20 08:55:09
-- message: did_predictions_add_column_status_tm_used
-- ---

-- migrate:upgrade
-- "The next DID" sorts by the score in the campaign and by the last use of the DID. Spread over two tables that is a
-- sort of the whole pool for every call; side by side in one index it is the first row that is free. So what the query
-- needs to know of the DID is copied beside the score. The triggers that copy come two revisions later, and with them
-- the first copy.
ALTER TABLE did_predictions
    ADD COLUMN status VARCHAR(16) NOT NULL DEFAULT 'active'
        COMMENT 'active: may be drawn; else the status of the DID, deleted, or elsewhere: not in the campaign''s pool'
        AFTER did_id,
    ADD COLUMN tm_used DATETIME(6) NOT NULL DEFAULT '1970-01-01 00:00:00.000000'
        COMMENT 'Copy of did_dids.tm_used' AFTER features,
    ADD COLUMN usage_date DATE NOT NULL DEFAULT '1970-01-01' COMMENT 'Copy of did_dids.usage_date' AFTER tm_used,
    ADD COLUMN usage_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Copy of did_dids.usage_count' AFTER usage_date,
    ADD KEY idx_did_predictions_campaign_id_status_score_tm_used (campaign_id, status, score DESC, tm_used);

-- migrate:downgrade
ALTER TABLE did_predictions
    DROP KEY idx_did_predictions_campaign_id_status_score_tm_used,
    DROP COLUMN usage_count,
    DROP COLUMN usage_date,
    DROP COLUMN tm_used,
    DROP COLUMN status;
