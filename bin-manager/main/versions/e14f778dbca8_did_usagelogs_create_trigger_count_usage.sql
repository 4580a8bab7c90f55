-- ---
-- revision: e14f778dbca8
-- down_revision: e0affee636bb
-- create_date: 2026-01-08 10:03:45
-- message: did_usagelogs_create_trigger_count_usage
-- ---

-- migrate:upgrade
-- The log is the truth; the counters of the DID follow it in the same transaction. A late report of an older day does
-- not touch the count of the newer one.
DELIMITER //
CREATE TRIGGER did_usagelogs_ai AFTER INSERT ON did_usagelogs FOR EACH ROW
BEGIN
    UPDATE did_dids
       SET usage_count = CASE
               WHEN usage_date = DATE(NEW.tm_create) THEN usage_count + 1
               WHEN usage_date < DATE(NEW.tm_create) THEN 1
               ELSE usage_count
           END,
           usage_date = GREATEST(usage_date, DATE(NEW.tm_create)),
           tm_used = GREATEST(tm_used, NEW.tm_create)
     WHERE id = NEW.did_id;
END//
DELIMITER ;

-- migrate:downgrade
DROP TRIGGER did_usagelogs_ai;
