-- ---
-- revision: fa77f1895403
-- down_revision: 52e6a429f717
-- create_date: 2026-06-02 09:31:02
-- message: transfer_entries_add_constraint_order
-- ---

-- migrate:upgrade
-- Order matters: the number moves, then the old configuration is deleted, then the new one is created. A rollback
-- clears the times from the last to the first. The database refuses any other order. How far a failed entry came is
-- not in its state; the attempts tell.
ALTER TABLE transfer_entries
    ADD COLUMN tm_move DATETIME(6) NULL COMMENT 'The number is in the target domain' AFTER state,
    ADD COLUMN tm_clear DATETIME(6) NULL COMMENT 'The old configuration is deleted' AFTER tm_move,
    ADD COLUMN tm_finish DATETIME(6) NULL COMMENT 'The new configuration is created' AFTER tm_clear;

UPDATE transfer_entries e
   SET e.tm_move = IF(e.state IN ('moved', 'cleared', 'done'), COALESCE(e.tm_update, e.tm_create), NULL),
       e.tm_clear = IF(e.state IN ('cleared', 'done'), COALESCE(e.tm_update, e.tm_create), NULL),
       e.tm_finish = IF(e.state = 'done', COALESCE(e.tm_update, e.tm_create), NULL);

UPDATE transfer_entries e
  JOIN (SELECT entry_id,
               MAX(IF(step = 'move-number', COALESCE(tm_update, tm_create), NULL)) AS tm_move,
               MAX(IF(step = 'delete-config', COALESCE(tm_update, tm_create), NULL)) AS tm_clear
          FROM transfer_attempts
         WHERE state = 'done'
         GROUP BY entry_id) a ON a.entry_id = e.id
   SET e.tm_move = a.tm_move,
       e.tm_clear = IF(a.tm_move IS NULL, NULL, a.tm_clear)
 WHERE e.state = 'failed';

ALTER TABLE transfer_entries
    ADD CONSTRAINT ck_transfer_entries_order
        CHECK ((tm_clear IS NULL OR tm_move IS NOT NULL) AND (tm_finish IS NULL OR tm_clear IS NOT NULL));

-- migrate:downgrade
ALTER TABLE transfer_entries
    DROP CONSTRAINT ck_transfer_entries_order;

ALTER TABLE transfer_entries
    DROP COLUMN tm_finish,
    DROP COLUMN tm_clear,
    DROP COLUMN tm_move;
