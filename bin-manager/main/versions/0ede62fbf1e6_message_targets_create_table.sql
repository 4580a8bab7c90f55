-- ---
-- revision: 0ede62fbf1e6
-- down_revision: 1806947f8337
-- create_date: 2025-06-17 09:21:14
-- message: message_targets_create_table
-- ---

-- migrate:upgrade
-- Delivery reports come in by target, so each target becomes a row of its own. The id is made from message and
-- position and is therefore the same however often this is run.
CREATE TABLE message_targets (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    message_id BINARY(16) NOT NULL,
    position INT UNSIGNED NOT NULL COMMENT 'Place among the targets of the message, from 1',
    type VARCHAR(16) NOT NULL DEFAULT 'tel' COMMENT 'Type of the address',
    target VARCHAR(255) NOT NULL COMMENT 'E.164 with the plus sign',
    status VARCHAR(16) NOT NULL DEFAULT 'queued' COMMENT 'queued, sent, delivered, failed or received',
    parts INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'Short messages that the text was cut into',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    UNIQUE KEY uq_message_targets_message_id_position (message_id, position),
    KEY idx_message_targets_customer_id_tm_create (customer_id, tm_create),
    KEY idx_message_targets_target_tm_create (target, tm_create),
    KEY idx_message_targets_status_tm_create (status, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Whom a message went to, and what became of it';

INSERT INTO message_targets (id, customer_id, message_id, position, type, target, status, parts,
                             tm_create, tm_update, tm_delete)
SELECT UNHEX(LEFT(SHA2(CONCAT('message_targets/', HEX(m.id), '/', t.position), 256), 32)),
       m.customer_id, m.id, t.position, COALESCE(t.type, 'tel'), t.target, COALESCE(t.status, 'queued'),
       COALESCE(t.parts, 1), m.tm_create, m.tm_update, m.tm_delete
  FROM message_messages m
  JOIN JSON_TABLE(m.targets, '$[*]' COLUMNS (
           position FOR ORDINALITY,
           type VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PATH '$.type',
           target VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PATH '$.target',
           status VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PATH '$.status',
           parts INT PATH '$.parts')) t;

-- migrate:downgrade
-- The array is still written beside the table, so it holds every target.
DROP TABLE message_targets;
