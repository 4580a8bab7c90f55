-- ---
-- revision: 9142c979f5df
-- down_revision: 2b56bd21e419
-- create_date: 2026-11-21 10:00:00
-- message: customers create table
-- ---

-- migrate:upgrade
CREATE TABLE customers (
    id BINARY(16) NOT NULL PRIMARY KEY   -- the tenant
) DEFAULT CHARSET = utf8mb4;

-- migrate:downgrade
DROP TABLE customers;
