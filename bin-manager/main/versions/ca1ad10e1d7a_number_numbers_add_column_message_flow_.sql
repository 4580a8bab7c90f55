-- ---
-- revision: ca1ad10e1d7a
-- down_revision: 2e8bc32742d8
-- create_date: 2025-02-24 13:18:50
-- message: number_numbers_add_column_message_flow_id
-- ---

-- migrate:upgrade
ALTER TABLE number_numbers
    ADD COLUMN message_flow_id BINARY(16) NULL COMMENT 'Flow that an inbound message is led to' AFTER flow_id,
    ADD KEY idx_number_numbers_message_flow_id (message_flow_id);

-- migrate:downgrade
ALTER TABLE number_numbers
    DROP KEY idx_number_numbers_message_flow_id,
    DROP COLUMN message_flow_id;
