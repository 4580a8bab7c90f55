-- ---
-- revision: 596c54d4ca12
-- down_revision: 1414c11ee59c
-- create_date: 2025-04-02 10:05:49
-- message: call_calls_add_column_groupcall_id
-- ---

-- migrate:upgrade
ALTER TABLE call_calls
    ADD COLUMN groupcall_id BINARY(16) NULL COMMENT 'Group call that it is one leg of' AFTER recording_ids,
    ADD KEY idx_call_calls_groupcall_id (groupcall_id);

-- migrate:downgrade
ALTER TABLE call_calls
    DROP KEY idx_call_calls_groupcall_id,
    DROP COLUMN groupcall_id;
