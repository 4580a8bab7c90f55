-- ---
-- revision: 52e6a429f717
-- down_revision: 26e6d68ef925
-- create_date: 2026-05-19 08:58:13
-- message: transfer_entries_add_column_dialin_type
-- ---

-- migrate:upgrade
-- Filtered by on the overview page, and said by the configuration alone. Nullable, as both servers want it.
ALTER TABLE transfer_entries
    ADD COLUMN dialin_type VARCHAR(24) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(config, '$.type'))) STORED
        COMMENT 'pinless_dialin or pin_dialin, as the configuration says' AFTER config,
    ADD KEY idx_transfer_entries_plan_id_dialin_type (plan_id, dialin_type);

-- migrate:downgrade
ALTER TABLE transfer_entries
    DROP KEY idx_transfer_entries_plan_id_dialin_type,
    DROP COLUMN dialin_type;
