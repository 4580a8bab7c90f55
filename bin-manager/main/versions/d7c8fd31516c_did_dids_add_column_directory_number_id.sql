-- ---
-- revision: d7c8fd31516c
-- down_revision: b5b976932fb6
-- depends_on: [d801d03659bb]
-- create_date: 2025-11-04 09:15:53
-- message: did_dids_add_column_directory_number_id
-- ---

-- migrate:upgrade
-- Reads the directory, which grows on the other branch: hence the dependency.
ALTER TABLE did_dids
    ADD COLUMN directory_number_id BINARY(16) NULL COMMENT 'The same number in directory_numbers' AFTER number,
    ADD KEY idx_did_dids_directory_number_id (directory_number_id);

UPDATE did_dids d
  JOIN directory_numbers n ON n.number = d.number AND n.tm_delete IS NULL
   SET d.directory_number_id = n.id
 WHERE d.directory_number_id IS NULL;

-- migrate:downgrade
ALTER TABLE did_dids
    DROP KEY idx_did_dids_directory_number_id,
    DROP COLUMN directory_number_id;
