-- ---
-- revision: 5c01d8c4d949
-- down_revision: acebc4ba8d4b
-- create_date: 2025-12-04 10:09:38
-- message: did_dids_remove_column_pool
-- ---

-- migrate:upgrade
-- DIDs and campaigns that an older service wrote since the pools came say their pool by name alone.
INSERT INTO did_pools (id, tenant_id, name, tm_create)
SELECT UNHEX(LEFT(SHA2(CONCAT('did_pools/', HEX(n.tenant_id), '/', MIN(n.pool), '/late'), 256), 32)),
       n.tenant_id, MIN(n.pool), MIN(n.tm_create)
  FROM (SELECT tenant_id, pool, tm_create FROM did_dids WHERE pool_id IS NULL
         UNION ALL
        SELECT tenant_id, pool, tm_create FROM did_campaigns WHERE pool_id IS NULL) n
  LEFT JOIN did_pools p ON p.tenant_id = n.tenant_id AND p.name = n.pool AND p.tm_delete IS NULL
 WHERE p.id IS NULL
 GROUP BY n.tenant_id, n.pool;

UPDATE did_dids d
  JOIN did_pools p ON p.tenant_id = d.tenant_id AND p.name = d.pool AND p.tm_delete IS NULL
   SET d.pool_id = p.id
 WHERE d.pool_id IS NULL;

UPDATE did_campaigns c
  JOIN did_pools p ON p.tenant_id = c.tenant_id AND p.name = c.pool AND p.tm_delete IS NULL
   SET c.pool_id = p.id
 WHERE c.pool_id IS NULL;

ALTER TABLE did_dids
    DROP KEY idx_did_dids_tenant_id_pool,
    DROP COLUMN pool;

ALTER TABLE did_campaigns
    DROP COLUMN pool;

-- migrate:downgrade
ALTER TABLE did_campaigns
    ADD COLUMN pool VARCHAR(64) NOT NULL DEFAULT 'default' COMMENT 'Name of the pool' AFTER detail;

ALTER TABLE did_dids
    ADD COLUMN pool VARCHAR(64) NOT NULL DEFAULT 'default' COMMENT 'Name of the pool' AFTER area_code,
    ADD KEY idx_did_dids_tenant_id_pool (tenant_id, pool);

UPDATE did_campaigns c
  JOIN did_pools p ON p.id = c.pool_id
   SET c.pool = p.name;

UPDATE did_dids d
  JOIN did_pools p ON p.id = d.pool_id
   SET d.pool = p.name;
