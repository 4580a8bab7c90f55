-- ---
-- revision: 3dd0a0f19742
-- down_revision: ca1ad10e1d7a
-- create_date: 2025-02-24 13:52:02
-- message: number_numbers_update_column_call_flow_id
-- ---

-- migrate:upgrade
-- Beside the message flow, the bare name says too little. No service reads the table yet, so one step is enough.
ALTER TABLE number_numbers
    RENAME COLUMN flow_id TO call_flow_id,
    RENAME KEY idx_number_numbers_flow_id TO idx_number_numbers_call_flow_id;

-- migrate:downgrade
ALTER TABLE number_numbers
    RENAME COLUMN call_flow_id TO flow_id,
    RENAME KEY idx_number_numbers_call_flow_id TO idx_number_numbers_flow_id;
