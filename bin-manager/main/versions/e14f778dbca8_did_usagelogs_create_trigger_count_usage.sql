-- ---
-- revision: e14f778dbca8
-- down_revision: e0affee636bb
-- create_date: 2026-01-08 10:03:45
-- message: did_usagelogs_create_trigger_count_usage
-- ---

-- migrate:upgrade
-- The log is the truth; the counters of the DID follow it in the same transaction. A late report of an older day does
-- not touch the count of the newer one. What was logged before is counted behind the trigger, so that no call falls
-- between the two.
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

UPDATE did_dids d
  JOIN (SELECT did_id, MAX(tm_create) AS tm_used, DATE(MAX(tm_create)) AS usage_date
          FROM did_usagelogs
         GROUP BY did_id) l ON l.did_id = d.id
   SET d.tm_used = l.tm_used,
       d.usage_date = l.usage_date,
       d.usage_count = (SELECT COUNT(*)
                          FROM did_usagelogs u
                         WHERE u.did_id = d.id
                           AND u.tm_create >= l.usage_date
                           AND u.tm_create < l.usage_date + INTERVAL 1 DAY);

-- migrate:downgrade
DROP TRIGGER did_usagelogs_ai;

UPDATE did_dids
   SET tm_used = DEFAULT(tm_used),
       usage_date = DEFAULT(usage_date),
       usage_count = DEFAULT(usage_count)
 WHERE usage_count > 0;
