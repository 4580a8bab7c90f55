-- ---
-- revision: 6a685290faf2
-- down_revision: b419c5ba5e3c
-- create_date: 2026-04-14 10:02:11
-- message: transfer_entries_create_table
-- ---

-- migrate:upgrade
CREATE TABLE transfer_entries (
    id BINARY(16) NOT NULL,
    plan_id BINARY(16) NOT NULL,
    position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Order within the plan',
    number VARCHAR(32) NOT NULL COMMENT 'E.164 with the plus sign',
    source_phone_id BINARY(16) NOT NULL COMMENT 'The number as the source domain calls it',
    source_type VARCHAR(24) NOT NULL COMMENT 'domain-dialin-config, root-pinless or root-pin',
    config_id BINARY(16) NULL COMMENT 'The dial-in configuration as the source domain calls it',
    config JSON NULL COMMENT '{type, room_creation_api, hmac, name_prefix}; the hmac is a secret, never log it',
    state VARCHAR(16) NOT NULL DEFAULT 'pending'
        COMMENT 'pending, moved, cleared, done, failed or rolled-back: the last step that succeeded',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key',
    PRIMARY KEY (id),
    UNIQUE KEY uq_transfer_entries_plan_id_number_alive (plan_id, number, alive),
    KEY idx_transfer_entries_plan_id_state_position (plan_id, state, position),
    KEY idx_transfer_entries_number (number),
    KEY idx_transfer_entries_source_phone_id (source_phone_id),
    KEY idx_transfer_entries_config_id (config_id),
    CONSTRAINT fk_transfer_entries_plan_id FOREIGN KEY (plan_id) REFERENCES transfer_plans (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'One number of a plan';

-- migrate:downgrade
DROP TABLE transfer_entries;
