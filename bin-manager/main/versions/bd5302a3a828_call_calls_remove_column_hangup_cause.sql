-- ---
-- revision: bd5302a3a828
-- down_revision: 078cc81f50dd
-- create_date: 2025-09-23 09:42:51
-- message: call_calls_remove_column_hangup_cause
-- ---

-- migrate:upgrade
-- Second step of the rename: nothing reads or writes the old column any more. The index has served the backfill;
-- nobody looks calls up by the reason.
DROP TRIGGER call_calls_bi;

DROP TRIGGER call_calls_bu;

UPDATE call_calls
   SET hangup_reason = hangup_cause
 WHERE hangup_reason IS NULL;

ALTER TABLE call_calls
    DROP KEY idx_call_calls_hangup_reason,
    DROP COLUMN hangup_cause,
    MODIFY COLUMN hangup_reason VARCHAR(32) NOT NULL DEFAULT ''
        COMMENT 'normal, failed, busy, cancel, timeout, noanswer, dialout or amd';

-- migrate:downgrade
ALTER TABLE call_calls
    ADD COLUMN hangup_cause VARCHAR(32) NOT NULL DEFAULT ''
        COMMENT 'normal, failed, busy, cancel, timeout, noanswer, dialout or amd' AFTER hangup_by,
    MODIFY COLUMN hangup_reason VARCHAR(32) NULL
        COMMENT 'normal, failed, busy, cancel, timeout, noanswer, dialout or amd',
    ADD KEY idx_call_calls_hangup_reason (hangup_reason);

-- Straight from the column, before the triggers stand: they would copy the other way.
UPDATE call_calls
   SET hangup_cause = hangup_reason
 WHERE hangup_reason IS NOT NULL;

DELIMITER //
CREATE TRIGGER call_calls_bi BEFORE INSERT ON call_calls FOR EACH ROW
BEGIN
    IF NEW.hangup_reason IS NULL THEN
        SET NEW.hangup_reason = NEW.hangup_cause;
    ELSE
        SET NEW.hangup_cause = NEW.hangup_reason;
    END IF;
END//

CREATE TRIGGER call_calls_bu BEFORE UPDATE ON call_calls FOR EACH ROW
BEGIN
    IF NOT NEW.hangup_cause <=> OLD.hangup_cause THEN
        SET NEW.hangup_reason = NEW.hangup_cause;
    ELSEIF NOT NEW.hangup_reason <=> OLD.hangup_reason THEN
        SET NEW.hangup_cause = COALESCE(NEW.hangup_reason, '');
    END IF;
END//
DELIMITER ;
