-- ---
-- revision: 55611bedacbd
-- down_revision: 46a22d8554eb
-- create_date: 2025-05-06 09:16:40
-- message: route_routes_create_table
-- ---

-- migrate:upgrade
CREATE TABLE route_routes (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL COMMENT 'All zeros: for every customer without routes of its own',
    provider_id BINARY(16) NOT NULL,
    priority INT NOT NULL DEFAULT 0 COMMENT 'Lowest first',
    target VARCHAR(16) NOT NULL DEFAULT 'all' COMMENT 'Country code of the destination, or all',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_route_routes_customer_id_target_priority (customer_id, target, priority),
    KEY idx_route_routes_provider_id (provider_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Which carrier takes which destination';

-- migrate:downgrade
DROP TABLE route_routes;
