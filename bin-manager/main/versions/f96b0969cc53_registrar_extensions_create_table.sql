-- ---
-- revision: f96b0969cc53
-- down_revision: 07380d1e0e97
-- create_date: 2025-04-22 09:49:55
-- message: registrar_extensions_create_table
-- ---

-- migrate:upgrade
CREATE TABLE registrar_extensions (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    extension VARCHAR(64) NOT NULL COMMENT 'User part of its SIP address',
    domain_name VARCHAR(255) NOT NULL COMMENT 'Realm of the customer',
    endpoint VARCHAR(255) NOT NULL DEFAULT ''
        COMMENT 'Row of ps_endpoints, ps_aors and ps_auths in the asterisk database',
    username VARCHAR(64) NOT NULL DEFAULT '',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_registrar_extensions_extension_domain_name_alive (extension, domain_name, alive),
    KEY idx_registrar_extensions_customer_id_tm_create (customer_id, tm_create),
    KEY idx_registrar_extensions_endpoint (endpoint)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'SIP accounts of people';

-- migrate:downgrade
DROP TABLE registrar_extensions;
