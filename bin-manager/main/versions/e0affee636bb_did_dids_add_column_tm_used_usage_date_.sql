-- ---
-- revision: e0affee636bb
-- down_revision: d036204419a2
-- create_date: 2026-01-08 09:12:13
-- message: did_dids_add_column_tm_used_usage_date_usage_count
-- ---

-- migrate:upgrade
-- What the cool-down and the daily cap ask of a DID, without counting in the log. Never used is a time long past, not
-- NULL, so that the least recently used sorts first by a plain index. The next revision fills the columns.
ALTER TABLE did_dids
    ADD COLUMN tm_used DATETIME(6) NOT NULL DEFAULT '1970-01-01 00:00:00.000000'
        COMMENT 'Last use; 1970: never' AFTER carrier,
    ADD COLUMN usage_date DATE NOT NULL DEFAULT '1970-01-01'
        COMMENT 'Day (UTC) that usage_count is about' AFTER tm_used,
    ADD COLUMN usage_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Calls on that day' AFTER usage_date,
    ADD KEY idx_did_dids_pool_id_status_tm_used (pool_id, status, tm_used),
    DROP KEY idx_did_dids_pool_id_status;

-- migrate:downgrade
ALTER TABLE did_dids
    ADD KEY idx_did_dids_pool_id_status (pool_id, status),
    DROP KEY idx_did_dids_pool_id_status_tm_used,
    DROP COLUMN usage_count,
    DROP COLUMN usage_date,
    DROP COLUMN tm_used;
