-- ---
-- revision: 006bc3c97734
-- down_revision: [5a97f4dea56f, 5c01d8c4d949]
-- create_date: 2025-12-11 09:27:00
-- message: directory_numbers_create_view_directory_rotations
-- ---

-- migrate:upgrade
-- The two branches meet here, and this view is why they had to: it tells the directory which of its numbers rotate.
CREATE SQL SECURITY INVOKER VIEW directory_rotations AS
SELECT n.id AS number_id,
       n.number,
       n.provider_name,
       d.id AS did_id,
       d.tenant_id,
       d.pool_id,
       d.status,
       d.reputation
  FROM directory_numbers n
  JOIN did_dids d ON d.directory_number_id = n.id
 WHERE n.tm_delete IS NULL
   AND d.tm_delete IS NULL;

-- migrate:downgrade
DROP VIEW directory_rotations;
