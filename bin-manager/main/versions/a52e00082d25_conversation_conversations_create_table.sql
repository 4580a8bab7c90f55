-- ---
-- revision: a52e00082d25
-- down_revision: d53807dcbbeb
-- create_date: 2025-07-08 10:44:39
-- message: conversation_conversations_create_table
-- ---

-- migrate:upgrade
CREATE TABLE conversation_conversations (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    owner_type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'agent, or empty: nobody has taken it yet',
    owner_id BINARY(16) NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'message' COMMENT 'message or line',
    dialog VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'The thread as the messenger service calls it',
    self_address JSON NULL COMMENT '{type, target, target_name} of our side',
    peer_address JSON NULL COMMENT '{type, target, target_name} of the other side',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_conversation_conversations_customer_id_type_dialog_alive (customer_id, type, dialog, alive),
    KEY idx_conversation_conversations_customer_id_tm_create (customer_id, tm_create),
    KEY idx_conversation_conversations_owner_id (owner_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Threads of messages with one peer';

-- migrate:downgrade
DROP TABLE conversation_conversations;
