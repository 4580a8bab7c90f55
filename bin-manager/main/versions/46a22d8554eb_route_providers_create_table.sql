-- ---
-- revision: 46a22d8554eb
-- down_revision: ac90266cf59c
-- create_date: 2025-05-06 08:41:18
-- message: route_providers_create_table
-- ---

-- migrate:upgrade
CREATE TABLE route_providers (
    id BINARY(16) NOT NULL,
    type VARCHAR(16) NOT NULL DEFAULT 'sip',
    hostname VARCHAR(255) NOT NULL COMMENT 'Where calls are sent to',
    tech_prefix VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'Put before the dialled number',
    tech_postfix VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'Put behind the dialled number',
    tech_headers JSON NULL COMMENT 'Object of SIP headers to add',
    name VARCHAR(255) NOT NULL,
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_route_providers_name_alive (name, alive),
    KEY idx_route_providers_tm_create (tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Carriers that outbound calls can be sent to';

-- migrate:downgrade
DROP TABLE route_providers;
