-- ---
-- revision: acebc4ba8d4b
-- down_revision: d7c8fd31516c
-- create_date: 2025-11-20 09:33:17
-- message: did_pools_create_table
-- ---

-- migrate:upgrade
-- Pools were names typed into two tables. They get rows; the names stay until the services have followed.
CREATE TABLE did_pools (
    id BINARY(16) NOT NULL,
    tenant_id BINARY(16) NOT NULL,
    name VARCHAR(64) NOT NULL,
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_pools_tenant_id_name_alive (tenant_id, name, alive)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Sets of DIDs that campaigns draw from';

ALTER TABLE did_dids
    ADD COLUMN pool_id BINARY(16) NULL COMMENT 'Set of DIDs that it rotates in' AFTER pool,
    ADD KEY idx_did_dids_pool_id_status (pool_id, status);

ALTER TABLE did_campaigns
    ADD COLUMN pool_id BINARY(16) NULL COMMENT 'Set of DIDs that it draws from' AFTER pool,
    ADD KEY idx_did_campaigns_pool_id (pool_id);

INSERT INTO did_pools (id, tenant_id, name, tm_create)
SELECT UNHEX(LEFT(SHA2(CONCAT('did_pools/', HEX(tenant_id), '/', MIN(pool)), 256), 32)), tenant_id, MIN(pool),
       MIN(tm_create)
  FROM (SELECT tenant_id, pool, tm_create FROM did_dids
         UNION ALL
        SELECT tenant_id, pool, tm_create FROM did_campaigns) names
 GROUP BY tenant_id, pool;

UPDATE did_dids d
  JOIN did_pools p ON p.tenant_id = d.tenant_id AND p.name = d.pool
   SET d.pool_id = p.id;

UPDATE did_campaigns c
  JOIN did_pools p ON p.tenant_id = c.tenant_id AND p.name = c.pool
   SET c.pool_id = p.id;

-- migrate:downgrade
-- What moved to another pool since then is found there by name as well.
UPDATE did_campaigns c
  JOIN did_pools p ON p.id = c.pool_id
   SET c.pool = p.name
 WHERE c.pool <> p.name;

UPDATE did_dids d
  JOIN did_pools p ON p.id = d.pool_id
   SET d.pool = p.name
 WHERE d.pool <> p.name;

ALTER TABLE did_campaigns
    DROP KEY idx_did_campaigns_pool_id,
    DROP COLUMN pool_id;

ALTER TABLE did_dids
    DROP KEY idx_did_dids_pool_id_status,
    DROP COLUMN pool_id;

DROP TABLE did_pools;
