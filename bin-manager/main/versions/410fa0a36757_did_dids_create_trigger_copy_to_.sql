-- ---
-- revision: 410fa0a36757
-- down_revision: e8f0346e3b3b
-- create_date: 2026-01-20 10:26:18
-- message: did_dids_create_trigger_copy_to_predictions
-- ---

-- migrate:upgrade
-- From here on did_predictions follows did_dids and did_campaigns by itself.
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

-- migrate:downgrade
DROP TRIGGER did_campaigns_au;

DROP TRIGGER did_campaigns_ai;

DROP TRIGGER did_dids_au;

DROP TRIGGER did_dids_ai;
