-- ---
-- revision: d53807dcbbeb
-- down_revision: 0ede62fbf1e6
-- create_date: 2025-07-01 08:30:26
-- message: message_messages_remove_column_targets
-- ---

-- migrate:upgrade
-- Two weeks after the services read the table alone. Messages that an older service wrote in between have their
-- targets in the array only.
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
           parts INT PATH '$.parts')) t
  LEFT JOIN message_targets x ON x.message_id = m.id
 WHERE x.id IS NULL;

ALTER TABLE message_messages
    DROP COLUMN targets;

-- migrate:downgrade
ALTER TABLE message_messages
    ADD COLUMN targets JSON NULL COMMENT 'Array of {type, target, status, parts}' AFTER source;

-- The order of the targets counts, and the two servers have no common way to keep it: MariaDB takes an ORDER BY inside
-- the aggregate, MySQL only a window.
-- migrate:only-on mariadb
UPDATE message_messages m
  JOIN (SELECT message_id,
               JSON_ARRAYAGG(JSON_OBJECT('type', type, 'target', target, 'status', status, 'parts', parts)
                             ORDER BY position) AS targets
          FROM message_targets
         GROUP BY message_id) t ON t.message_id = m.id
   SET m.targets = t.targets;

-- migrate:only-on mysql
UPDATE message_messages m
  JOIN (SELECT DISTINCT message_id,
               JSON_ARRAYAGG(JSON_OBJECT('type', type, 'target', target, 'status', status, 'parts', parts))
                   OVER (PARTITION BY message_id ORDER BY position
                         ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS targets
          FROM message_targets) t ON t.message_id = m.id
   SET m.targets = t.targets;

UPDATE message_messages
   SET targets = JSON_ARRAY()
 WHERE targets IS NULL;

ALTER TABLE message_messages
    MODIFY COLUMN targets JSON NOT NULL COMMENT 'Array of {type, target, status, parts}';
