-- ---
-- revision: 5c1dc65e0c3c
-- down_revision: 00a4767917e4
-- create_date: 2025-05-20 14:12:33
-- message: agent_tags_create_table
-- ---

-- migrate:upgrade
-- A queue looks for available agents by tag; inside a JSON array that is a scan of every agent. The array moves to a
-- table of pairs. Duplicates in the array mean nothing and are dropped. Only the agent service knows the column, and
-- it is replaced while this runs.
CREATE TABLE agent_tags (
    agent_id BINARY(16) NOT NULL,
    tag_id BINARY(16) NOT NULL,
    tm_create DATETIME(6) NOT NULL,
    PRIMARY KEY (agent_id, tag_id),
    KEY idx_agent_tags_tag_id (tag_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Which agent carries which tag';

INSERT INTO agent_tags (agent_id, tag_id, tm_create)
SELECT DISTINCT a.id, UNHEX(REPLACE(t.tag, '-', '')), COALESCE(a.tm_update, a.tm_create)
  FROM agent_agents a
  JOIN JSON_TABLE(a.tag_ids, '$[*]' COLUMNS (
           tag VARCHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PATH '$')) t;

ALTER TABLE agent_agents
    DROP COLUMN tag_ids;

-- migrate:downgrade
ALTER TABLE agent_agents
    ADD COLUMN tag_ids JSON NULL COMMENT 'Array of tag_tags ids as text' AFTER permission;

UPDATE agent_agents a
  JOIN (SELECT agent_id,
               JSON_ARRAYAGG(LOWER(CONCAT_WS('-', SUBSTR(HEX(tag_id), 1, 8), SUBSTR(HEX(tag_id), 9, 4),
                   SUBSTR(HEX(tag_id), 13, 4), SUBSTR(HEX(tag_id), 17, 4), SUBSTR(HEX(tag_id), 21)))) AS tags
          FROM agent_tags
         GROUP BY agent_id) t ON t.agent_id = a.id
   SET a.tag_ids = t.tags;

DROP TABLE agent_tags;
