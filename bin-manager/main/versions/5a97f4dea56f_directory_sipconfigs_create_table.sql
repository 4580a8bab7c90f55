-- ---
-- revision: 5a97f4dea56f
-- down_revision: 802d2bd0db97
-- create_date: 2025-11-19 09:52:44
-- message: directory_sipconfigs_create_table
-- ---

-- migrate:upgrade
-- A number can have one SIP configuration per trunk; three columns beside the number hold but one. The directory's one
-- service stands still while it is brought to the new tables.
CREATE TABLE directory_sipconfigs (
    id BINARY(16) NOT NULL,
    number_id BINARY(16) NOT NULL,
    trunk_id BINARY(16) NULL,
    termination_uri VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where outbound calls of the number are sent to',
    origination_uri VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Where inbound calls to the number are delivered',
    auth_type VARCHAR(16) NOT NULL DEFAULT 'none' COMMENT 'credentials, ip-acl or none; passwords are not kept here',
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    KEY idx_directory_sipconfigs_number_id (number_id),
    KEY idx_directory_sipconfigs_trunk_id (trunk_id),
    CONSTRAINT fk_directory_sipconfigs_number_id FOREIGN KEY (number_id) REFERENCES directory_numbers (id),
    CONSTRAINT fk_directory_sipconfigs_trunk_id FOREIGN KEY (trunk_id) REFERENCES directory_trunks (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'SIP configuration of a number';

INSERT INTO directory_sipconfigs (id, number_id, termination_uri, origination_uri, auth_type,
                                  tm_create, tm_update, tm_delete)
SELECT UNHEX(LEFT(SHA2(CONCAT('directory_sipconfigs/', HEX(id)), 256), 32)), id, termination_uri, origination_uri,
       auth_type, tm_create, tm_update, tm_delete
  FROM directory_numbers
 WHERE auth_type <> ''
    OR termination_uri <> ''
    OR origination_uri <> '';

ALTER TABLE directory_numbers
    DROP COLUMN termination_uri,
    DROP COLUMN origination_uri,
    DROP COLUMN auth_type;

-- migrate:downgrade
ALTER TABLE directory_numbers
    ADD COLUMN termination_uri VARCHAR(255) NOT NULL DEFAULT ''
        COMMENT 'Where outbound calls of the number are sent to' AFTER notes,
    ADD COLUMN origination_uri VARCHAR(255) NOT NULL DEFAULT ''
        COMMENT 'Where inbound calls to the number are delivered' AFTER termination_uri,
    ADD COLUMN auth_type VARCHAR(16) NOT NULL DEFAULT ''
        COMMENT 'credentials, ip-acl or none; empty: no SIP configuration'
        AFTER origination_uri;

-- Of several configurations the oldest living one returns; a deleted one returns to a deleted number alone.
UPDATE directory_numbers n
  JOIN (SELECT number_id, termination_uri, origination_uri, auth_type, tm_delete,
               ROW_NUMBER() OVER (PARTITION BY number_id ORDER BY tm_delete IS NOT NULL, tm_create, id) AS place
          FROM directory_sipconfigs) s
    ON s.number_id = n.id AND s.place = 1 AND (s.tm_delete IS NULL OR n.tm_delete IS NOT NULL)
   SET n.termination_uri = s.termination_uri,
       n.origination_uri = s.origination_uri,
       n.auth_type = s.auth_type;

DROP TABLE directory_sipconfigs;
