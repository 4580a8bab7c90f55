-- ---
-- revision: 802d2bd0db97
-- down_revision: e007eafafdda
-- create_date: 2025-11-18 08:36:09
-- message: directory_numbers_remove_column_tags
-- ---

-- migrate:upgrade
ALTER TABLE directory_numbers
    DROP COLUMN tags;

-- migrate:downgrade
ALTER TABLE directory_numbers
    ADD COLUMN tags JSON NULL COMMENT 'Array of words' AFTER fax_enabled;

UPDATE directory_numbers n
  JOIN (SELECT number_id, JSON_ARRAYAGG(tag) AS tags
          FROM directory_numbertags
         GROUP BY number_id) t ON t.number_id = n.id
   SET n.tags = t.tags;
