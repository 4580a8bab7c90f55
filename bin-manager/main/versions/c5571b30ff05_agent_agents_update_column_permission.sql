-- ---
-- revision: c5571b30ff05
-- down_revision: fa77f1895403
-- create_date: 2026-06-23 10:20:48
-- message: agent_agents_update_column_permission
-- ---

-- migrate:upgrade
-- More than 32 roles.
ALTER TABLE agent_agents
    MODIFY COLUMN permission BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bit set of roles';

-- migrate:downgrade
-- Refused by the server while an agent holds one of the newer roles.
ALTER TABLE agent_agents
    MODIFY COLUMN permission INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bit set of roles';
