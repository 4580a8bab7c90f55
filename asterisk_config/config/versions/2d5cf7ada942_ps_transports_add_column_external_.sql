-- ---
-- revision: 2d5cf7ada942
-- down_revision: 45a706f308b9
-- create_date: 2026-11-11 09:23:07
-- message: ps_transports add column external_signaling_hostname
-- replaces: [2285f2ace275]
-- doc: >-
--   From here on the schema equals Asterisk's own revision 2285f2ace275 of
--   contrib/ast-db-manage/config (Asterisk commit 16bbc5e0d0b0 of 2026-06-09, first in the
--   release candidates 22.11.0-rc1 and 23.5.0-rc1): the same 26 tables, columns, enum values,
--   keys and index names. Two things differ on purpose. The charset is utf8mb4 with
--   utf8mb4_general_ci, where Asterisk's scripts take the database's default; and Asterisk's
--   table alembic_version_config is no part of it. A database that Asterisk's scripts brought
--   to that revision is taken over as it is and keeps its charset.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_transports`
    ADD COLUMN `external_signaling_hostname` VARCHAR(40);

-- migrate:downgrade
ALTER TABLE `ps_transports`
    DROP COLUMN `external_signaling_hostname`,
    FORCE;
