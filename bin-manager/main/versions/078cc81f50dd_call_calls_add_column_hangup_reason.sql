-- ---
-- revision: 078cc81f50dd
-- down_revision: c56cc84a837a
-- create_date: 2025-09-02 10:18:05
-- message: call_calls_add_column_hangup_reason
-- ---

-- migrate:upgrade
-- First step of a rename: "cause" is the word for Q.850 codes, which this column never held. Services of both
-- versions run side by side for some weeks, so two triggers keep the old and the new column equal, whichever is
-- written.
ALTER TABLE call_calls
    ADD COLUMN hangup_reason VARCHAR(32) NULL
        COMMENT 'normal, failed, busy, cancel, timeout, noanswer, dialout or amd' AFTER hangup_cause,
    ADD KEY idx_call_calls_hangup_reason (hangup_reason);

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

-- The table is large and busy: a thousand rows at a time, found by the new index, with a breath between.
-- migrate:repeat-until-no-rows pause=100ms
UPDATE call_calls
   SET hangup_reason = hangup_cause
 WHERE hangup_reason IS NULL
 LIMIT 1000;

-- migrate:downgrade
DROP TRIGGER call_calls_bu;

DROP TRIGGER call_calls_bi;

ALTER TABLE call_calls
    DROP KEY idx_call_calls_hangup_reason,
    DROP COLUMN hangup_reason;
