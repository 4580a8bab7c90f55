-- ---
-- revision: b23e4eea3a9d
-- down_revision: 107e60525cb9
-- create_date: 2025-10-22 09:20:04
-- message: directory_originationurls_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_originationurls (
    id BINARY(16) NOT NULL,
    trunk_id BINARY(16) NOT NULL,
    url VARCHAR(255) NOT NULL COMMENT 'sip:host;transport=tls',
    priority SMALLINT UNSIGNED NOT NULL DEFAULT 10 COMMENT 'Lowest first',
    weight SMALLINT UNSIGNED NOT NULL DEFAULT 10 COMMENT 'Share among those of one priority',
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_directory_originationurls_trunk_id_priority (trunk_id, priority),
    CONSTRAINT fk_directory_originationurls_trunk_id FOREIGN KEY (trunk_id) REFERENCES directory_trunks (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Where a trunk delivers inbound calls';

-- migrate:downgrade
DROP TABLE directory_originationurls;
