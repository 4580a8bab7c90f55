-- ---
-- revision: 107e60525cb9
-- down_revision: 771ec4cb3621
-- create_date: 2025-10-22 08:44:12
-- message: directory_trunkcredentials_create_table
-- ---

-- migrate:upgrade
CREATE TABLE directory_trunkcredentials (
    id BINARY(16) NOT NULL,
    trunk_id BINARY(16) NOT NULL,
    list_name VARCHAR(128) NOT NULL COMMENT 'Credential list at the provider',
    username VARCHAR(128) NOT NULL COMMENT 'The user name alone; passwords are not kept here',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_directory_trunkcredentials_trunk_id_list_name (trunk_id, list_name),
    KEY idx_directory_trunkcredentials_username (username),
    CONSTRAINT fk_directory_trunkcredentials_trunk_id FOREIGN KEY (trunk_id) REFERENCES directory_trunks (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Who may send calls through a trunk';

-- migrate:downgrade
DROP TABLE directory_trunkcredentials;
