-- ---
-- revision: a2eb2df16f13
-- down_revision: c1fedb73f6b7
-- create_date: 2025-08-19 09:04:31
-- message: storage_files_create_table
-- ---

-- migrate:upgrade
CREATE TABLE storage_files (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    owner_id BINARY(16) NULL COMMENT 'Agent that put it there',
    reference_type VARCHAR(16) NOT NULL DEFAULT 'normal' COMMENT 'normal or recording: what reference_id names',
    reference_id BINARY(16) NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    filename VARCHAR(255) NOT NULL DEFAULT '',
    bucket_name VARCHAR(255) NOT NULL DEFAULT '',
    filepath VARCHAR(1023) NOT NULL DEFAULT '' COMMENT 'Inside the bucket',
    filesize INT NOT NULL DEFAULT 0 COMMENT 'Bytes',
    uri_download VARCHAR(2047) NOT NULL DEFAULT '',
    tm_download_expire DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_storage_files_customer_id_tm_create (customer_id, tm_create),
    KEY idx_storage_files_owner_id (owner_id),
    KEY idx_storage_files_reference_id (reference_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Files kept in object storage';

-- migrate:downgrade
DROP TABLE storage_files;
