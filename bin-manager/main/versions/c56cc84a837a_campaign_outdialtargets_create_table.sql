-- ---
-- revision: c56cc84a837a
-- down_revision: d16e12fd78e5
-- create_date: 2025-08-26 09:51:33
-- message: campaign_outdialtargets_create_table
-- ---

-- migrate:upgrade
CREATE TABLE campaign_outdialtargets (
    id BINARY(16) NOT NULL,
    outdial_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    data JSON NULL,
    status VARCHAR(16) NOT NULL DEFAULT 'idle' COMMENT 'idle, progressing or done',
    destinations JSON NOT NULL COMMENT 'Array of addresses, tried in order',
    try_count INT UNSIGNED NOT NULL DEFAULT 0,
    tm_try DATETIME(6) NULL COMMENT 'Last try',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_campaign_outdialtargets_outdial_id_status_tm_try (outdial_id, status, tm_try)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'One person of a list';

-- migrate:downgrade
DROP TABLE campaign_outdialtargets;
