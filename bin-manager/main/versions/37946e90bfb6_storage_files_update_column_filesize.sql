-- ---
-- revision: 37946e90bfb6
-- down_revision: bdf481124dae
-- create_date: 2026-03-24 10:12:05
-- message: storage_files_update_column_filesize
-- ---

-- migrate:upgrade
-- Recordings of long conferences pass two gigabytes.
ALTER TABLE storage_files
    MODIFY COLUMN filesize BIGINT NOT NULL DEFAULT 0 COMMENT 'Bytes';

-- migrate:downgrade
-- Refused by the server while a larger file is listed: nothing is cut off unseen.
ALTER TABLE storage_files
    MODIFY COLUMN filesize INT NOT NULL DEFAULT 0 COMMENT 'Bytes';
