-- ---
-- revision: 9d24a23565a9
-- down_revision: 93165a78ed81
-- create_date: 2026-10-19 13:17:58
-- message: ps_contacts update column uri expiration_time
-- doc: >-
--   Contact URIs of browsers and push services pass 255 characters; times pass 2038.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `uri`             VARCHAR(511),
    MODIFY COLUMN `expiration_time` BIGINT;

-- migrate:downgrade
-- A longer URI or a later time makes the server refuse the statement (errors 1406 and 1264),
-- rather than cut it.
ALTER TABLE `ps_contacts`
    MODIFY COLUMN `uri`             VARCHAR(255),
    MODIFY COLUMN `expiration_time` INT;
