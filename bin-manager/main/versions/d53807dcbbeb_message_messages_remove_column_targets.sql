-- ---
-- revision: d53807dcbbeb
-- down_revision: 0ede62fbf1e6
-- create_date: 2025-07-01 08:30:26
-- message: message_messages_remove_column_targets
-- ---

-- migrate:upgrade
-- Two weeks after the services read the table alone.
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
