-- ---
-- revision: 5c01d8c4d949
-- down_revision: acebc4ba8d4b
-- create_date: 2025-12-04 10:09:38
-- message: did_dids_remove_column_pool
-- ---

-- migrate:upgrade
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
