-- ---
-- revision: e007eafafdda
-- down_revision: 3c2600e34ef3
-- create_date: 2025-11-05 10:27:31
-- message: directory_numbertags_create_table
-- ---

-- migrate:upgrade
-- Search by tag needs rows, not an array. Tags are a set: their order is not kept. JSON_TABLE takes the database's
-- character set, which is three bytes wide, unless told otherwise. The directory's one service writes both until the
-- array goes.
CREATE TABLE directory_numbertags (
    number_id BINARY(16) NOT NULL,
    tag VARCHAR(64) NOT NULL,
    tm_create DATETIME(6) NOT NULL,
    PRIMARY KEY (number_id, tag),
    KEY idx_directory_numbertags_tag (tag),
    CONSTRAINT fk_directory_numbertags_number_id FOREIGN KEY (number_id) REFERENCES directory_numbers (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Tags of a number';

INSERT INTO directory_numbertags (number_id, tag, tm_create)
SELECT n.id, MIN(t.tag), COALESCE(n.tm_update, n.tm_create)
  FROM directory_numbers n
  JOIN JSON_TABLE(n.tags, '$[*]' COLUMNS (tag VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PATH '$')) t
 GROUP BY n.id, n.tm_create, n.tm_update, t.tag;

-- migrate:downgrade
-- The array is still written beside the table, so it holds every tag.
DROP TABLE directory_numbertags;
