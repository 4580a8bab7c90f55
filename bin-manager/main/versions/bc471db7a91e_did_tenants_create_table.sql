-- ---
-- revision: bc471db7a91e
-- down_revision: bd5302a3a828
-- branch_labels: [did]
-- create_date: 2025-10-08 09:36:48
-- message: did_tenants_create_table
-- ---

-- migrate:upgrade
CREATE TABLE did_tenants (
    id BINARY(16) NOT NULL,
    name VARCHAR(128) NOT NULL,
    domain_name VARCHAR(255) NOT NULL COMMENT 'People with an address of this domain may join',
    status VARCHAR(16) NOT NULL DEFAULT 'active' COMMENT 'active or suspended',
    settings JSON NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_did_tenants_domain_name_alive (domain_name, alive)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Firms that rotate their caller ids with the DID optimiser';

-- migrate:downgrade
DROP TABLE did_tenants;
