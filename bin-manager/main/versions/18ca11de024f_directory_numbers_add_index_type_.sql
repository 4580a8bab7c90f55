-- ---
-- revision: 18ca11de024f
-- down_revision: 410fa0a36757
-- create_date: 2026-02-03 09:26:50
-- message: directory_numbers_add_index_type_provider_name
-- ---

-- migrate:upgrade
-- Search and totals of the directory, which leave deleted rows out. The index of the assignments holds all that its
-- questions ask for, so that they never touch the table.
ALTER TABLE directory_numbers
    ADD KEY idx_directory_numbers_tm_delete_type (tm_delete, type),
    ADD KEY idx_directory_numbers_tm_delete_provider_name_country (tm_delete, provider_name, country);

ALTER TABLE directory_assignments
    ADD KEY idx_directory_assignments_alive_workspace_id_status_number_id (alive, workspace_id, status, number_id);

-- migrate:downgrade
ALTER TABLE directory_assignments
    DROP KEY idx_directory_assignments_alive_workspace_id_status_number_id;

ALTER TABLE directory_numbers
    DROP KEY idx_directory_numbers_tm_delete_provider_name_country,
    DROP KEY idx_directory_numbers_tm_delete_type;
