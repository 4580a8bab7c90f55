-- ---
-- revision: ac90266cf59c
-- down_revision: f96b0969cc53
-- create_date: 2025-04-22 10:31:07
-- message: registrar_trunks_create_table
-- ---

-- migrate:upgrade
CREATE TABLE registrar_trunks (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    domain_name VARCHAR(255) NOT NULL COMMENT 'Realm of the trunk',
    auth_types JSON NULL COMMENT 'Array of basic and ip',
    username VARCHAR(64) NOT NULL DEFAULT '',
    allowed_ips JSON NULL COMMENT 'Array of addresses and networks',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_registrar_trunks_domain_name_alive (domain_name, alive),
    KEY idx_registrar_trunks_customer_id_tm_create (customer_id, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'SIP accounts of whole telephone systems';

-- migrate:downgrade
DROP TABLE registrar_trunks;
