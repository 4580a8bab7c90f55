-- ---
-- revision: d16e12fd78e5
-- down_revision: 81cc6e6eb9db
-- create_date: 2025-08-26 09:29:10
-- message: campaign_outdials_create_table
-- ---

-- migrate:upgrade
CREATE TABLE campaign_outdials (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    campaign_id BINARY(16) NULL COMMENT 'Campaign that works through it now',
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT NULL,
    data JSON NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_campaign_outdials_customer_id_tm_create (customer_id, tm_create),
    KEY idx_campaign_outdials_campaign_id (campaign_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Lists of people to call';

-- migrate:downgrade
DROP TABLE campaign_outdials;
