-- ---
-- revision: 017e8efef0be
-- down_revision: a414877f1d8c
-- create_date: 2026-10-11 09:21:03
-- message: ps_endpoints add column acl
-- doc: >-
--   Who may speak for the endpoint, and which contacts it may register.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `deny`           VARCHAR(95),
    ADD COLUMN `permit`         VARCHAR(95),
    ADD COLUMN `acl`            VARCHAR(40),
    ADD COLUMN `contact_deny`   VARCHAR(95),
    ADD COLUMN `contact_permit` VARCHAR(95),
    ADD COLUMN `contact_acl`    VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `contact_acl`,
    DROP COLUMN `contact_permit`,
    DROP COLUMN `contact_deny`,
    DROP COLUMN `acl`,
    DROP COLUMN `permit`,
    DROP COLUMN `deny`,
    FORCE;
