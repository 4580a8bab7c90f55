-- ---
-- revision: b9288be149e2
-- down_revision: 33c246299fec
-- create_date: 2025-02-05 08:47:19
-- message: agent_agents_create_table
-- ---

-- migrate:upgrade
-- A login may be used again once its owner is gone: the generated column is NULL for deleted rows, and a unique key
-- takes any number of NULLs. It is nullable and virtual because both servers accept exactly that in a unique key.
CREATE TABLE agent_agents (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    username VARCHAR(255) NOT NULL COMMENT 'The login',
    password_hash VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'In PHC string format; empty: cannot log in with a password',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    ring_method VARCHAR(16) NOT NULL DEFAULT 'ringall' COMMENT 'ringall or linear: how the addresses are tried',
    status VARCHAR(16) NOT NULL DEFAULT 'offline' COMMENT 'available, away, busy, ringing or offline',
    permission INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bit set of roles',
    tag_ids JSON NULL COMMENT 'Array of tag_tags ids as text',
    addresses JSON NULL COMMENT 'Array of {type, target, target_name}: where the agent can be reached',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_agent_agents_username_alive (username, alive),
    KEY idx_agent_agents_customer_id_tm_create (customer_id, tm_create),
    KEY idx_agent_agents_customer_id_status (customer_id, status)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'People who log in and take calls';

-- migrate:downgrade
DROP TABLE agent_agents;
