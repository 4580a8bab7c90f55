-- ---
-- revision: 6e69784a451d
-- down_revision: b9288be149e2
-- create_date: 2025-02-05 09:20:33
-- message: tag_tags_create_table
-- ---

-- migrate:upgrade
CREATE TABLE tag_tags (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL,
    detail TEXT NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_tag_tags_customer_id_name_alive (customer_id, name, alive),
    KEY idx_tag_tags_customer_id_tm_create (customer_id, tm_create)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Skills and labels by which agents are picked';

-- migrate:downgrade
DROP TABLE tag_tags;
