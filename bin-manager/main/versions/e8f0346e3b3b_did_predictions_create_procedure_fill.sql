-- ---
-- revision: e8f0346e3b3b
-- down_revision: 9bd488891084
-- create_date: 2026-01-20 09:41:30
-- message: did_predictions_create_procedure_fill
-- ---

-- migrate:upgrade
-- A DID that nothing is predicted for yet must rotate as well: it gets a row with the default score as soon as it and a
-- campaign share a pool. One routine starts from the DID and one from the campaign, so that each goes by its index. The
-- id is made from the pair.
DELIMITER //
CREATE PROCEDURE did_predictions_fill_did (IN for_did BINARY(16))
    MODIFIES SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'Gives a DID the default score in each campaign of its pool that has none'
BEGIN
    INSERT INTO did_predictions (id, tenant_id, campaign_id, did_id, status, tm_used, usage_date, usage_count,
                                 tm_create)
    SELECT UNHEX(LEFT(SHA2(CONCAT('did_predictions/', HEX(c.id), '/', HEX(d.id)), 256), 32)),
           c.tenant_id, c.id, d.id, d.status, d.tm_used, d.usage_date, d.usage_count, UTC_TIMESTAMP(6)
      FROM did_dids d
      JOIN did_campaigns c ON c.pool_id = d.pool_id AND c.tm_delete IS NULL
      LEFT JOIN did_predictions p ON p.campaign_id = c.id AND p.did_id = d.id
     WHERE d.id = for_did
       AND d.tm_delete IS NULL
       AND p.id IS NULL;
END//

CREATE PROCEDURE did_predictions_fill_campaign (IN for_campaign BINARY(16))
    MODIFIES SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'Gives each DID of the pool of a campaign the default score there if it has none'
BEGIN
    INSERT INTO did_predictions (id, tenant_id, campaign_id, did_id, status, tm_used, usage_date, usage_count,
                                 tm_create)
    SELECT UNHEX(LEFT(SHA2(CONCAT('did_predictions/', HEX(c.id), '/', HEX(d.id)), 256), 32)),
           c.tenant_id, c.id, d.id, d.status, d.tm_used, d.usage_date, d.usage_count, UTC_TIMESTAMP(6)
      FROM did_campaigns c
      JOIN did_dids d ON d.pool_id = c.pool_id AND d.tm_delete IS NULL
      LEFT JOIN did_predictions p ON p.campaign_id = c.id AND p.did_id = d.id
     WHERE c.id = for_campaign
       AND c.tm_delete IS NULL
       AND p.id IS NULL;
END//
DELIMITER ;

-- migrate:downgrade
DROP PROCEDURE did_predictions_fill_campaign;

DROP PROCEDURE did_predictions_fill_did;
