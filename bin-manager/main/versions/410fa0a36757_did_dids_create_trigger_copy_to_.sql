-- ---
-- revision: 410fa0a36757
-- down_revision: e8f0346e3b3b
-- create_date: 2026-01-20 10:26:18
-- message: did_dids_create_trigger_copy_to_predictions
-- ---

-- migrate:upgrade
-- From here on did_predictions follows did_dids and did_campaigns by itself. What was there before is copied behind
-- the triggers, so that no change falls between the two.
DELIMITER //
CREATE TRIGGER did_dids_ai AFTER INSERT ON did_dids FOR EACH ROW
BEGIN
    IF EXISTS (SELECT 1 FROM did_campaigns c WHERE c.pool_id = NEW.pool_id) THEN
        CALL did_predictions_fill_did(NEW.id);
    END IF;
END//

CREATE TRIGGER did_dids_au AFTER UPDATE ON did_dids FOR EACH ROW
BEGIN
    UPDATE did_predictions p
      JOIN did_campaigns c ON c.id = p.campaign_id
       SET p.status = CASE
               WHEN NEW.tm_delete IS NOT NULL THEN 'deleted'
               WHEN c.pool_id = NEW.pool_id THEN NEW.status
               ELSE 'elsewhere'
           END,
           p.tm_used = NEW.tm_used,
           p.usage_date = NEW.usage_date,
           p.usage_count = NEW.usage_count
     WHERE p.did_id = NEW.id;
    IF NOT NEW.pool_id <=> OLD.pool_id OR (OLD.tm_delete IS NOT NULL AND NEW.tm_delete IS NULL) THEN
        CALL did_predictions_fill_did(NEW.id);
    END IF;
END//

CREATE TRIGGER did_campaigns_ai AFTER INSERT ON did_campaigns FOR EACH ROW
BEGIN
    CALL did_predictions_fill_campaign(NEW.id);
END//

CREATE TRIGGER did_campaigns_au AFTER UPDATE ON did_campaigns FOR EACH ROW
BEGIN
    IF NOT NEW.pool_id <=> OLD.pool_id THEN
        UPDATE did_predictions p
          JOIN did_dids d ON d.id = p.did_id
           SET p.status = CASE
                   WHEN d.tm_delete IS NOT NULL THEN 'deleted'
                   WHEN d.pool_id = NEW.pool_id THEN d.status
                   ELSE 'elsewhere'
               END
         WHERE p.campaign_id = NEW.id;
    END IF;
    IF NOT NEW.pool_id <=> OLD.pool_id OR (OLD.tm_delete IS NOT NULL AND NEW.tm_delete IS NULL) THEN
        CALL did_predictions_fill_campaign(NEW.id);
    END IF;
END//
DELIMITER ;

UPDATE did_predictions p
  JOIN did_dids d ON d.id = p.did_id
  JOIN did_campaigns c ON c.id = p.campaign_id
   SET p.status = CASE
           WHEN d.tm_delete IS NOT NULL THEN 'deleted'
           WHEN c.pool_id = d.pool_id THEN d.status
           ELSE 'elsewhere'
       END,
       p.tm_used = d.tm_used,
       p.usage_date = d.usage_date,
       p.usage_count = d.usage_count;

INSERT INTO did_predictions (id, tenant_id, campaign_id, did_id, status, tm_used, usage_date, usage_count, tm_create)
SELECT UNHEX(LEFT(SHA2(CONCAT('did_predictions/', HEX(c.id), '/', HEX(d.id)), 256), 32)),
       c.tenant_id, c.id, d.id, d.status, d.tm_used, d.usage_date, d.usage_count, UTC_TIMESTAMP(6)
  FROM did_campaigns c
  JOIN did_dids d ON d.pool_id = c.pool_id AND d.tm_delete IS NULL
  LEFT JOIN did_predictions p ON p.campaign_id = c.id AND p.did_id = d.id
 WHERE c.tm_delete IS NULL
   AND p.id IS NULL;

-- migrate:downgrade
DROP TRIGGER did_campaigns_au;

DROP TRIGGER did_campaigns_ai;

DROP TRIGGER did_dids_au;

DROP TRIGGER did_dids_ai;

-- The rows that were made here say nothing that the older services know.
DELETE FROM did_predictions
 WHERE model_version = ''
   AND id = UNHEX(LEFT(SHA2(CONCAT('did_predictions/', HEX(campaign_id), '/', HEX(did_id)), 256), 32));

UPDATE did_predictions
   SET status = DEFAULT(status),
       tm_used = DEFAULT(tm_used),
       usage_date = DEFAULT(usage_date),
       usage_count = DEFAULT(usage_count);
