-- ---
-- revision: 1806947f8337
-- down_revision: 5c1dc65e0c3c
-- create_date: 2025-06-03 08:52:47
-- message: message_messages_create_table
-- ---

-- migrate:upgrade
CREATE TABLE message_messages (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    type VARCHAR(8) NOT NULL DEFAULT 'sms' COMMENT 'sms or mms',
    source JSON NOT NULL COMMENT '{type, target, target_name}',
    targets JSON NOT NULL COMMENT 'Array of {type, target, status, parts}',
    provider_name VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'telnyx or twilio',
    provider_reference VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'The message as the provider calls it',
    direction VARCHAR(8) NOT NULL COMMENT 'inbound or outbound',
    text TEXT NULL,
    medias JSON NULL COMMENT 'Array of addresses of pictures and sounds',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_message_messages_customer_id_tm_create (customer_id, tm_create),
    KEY idx_message_messages_provider_name_provider_reference (provider_name, provider_reference)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Short messages';

-- migrate:downgrade
DROP TABLE message_messages;
