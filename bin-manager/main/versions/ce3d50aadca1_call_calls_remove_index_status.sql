-- ---
-- revision: ce3d50aadca1
-- down_revision: fe02d163bb32
-- create_date: 2026-03-10 09:09:44
-- message: call_calls_remove_index_status
-- ---

-- migrate:upgrade
ALTER TABLE call_calls
    DROP KEY idx_call_calls_status;

-- migrate:downgrade
-- Back as it was before: hidden.
ALTER TABLE call_calls
    ADD KEY idx_call_calls_status (status);

-- migrate:only-on mariadb
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status IGNORED;

-- migrate:only-on mysql
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status INVISIBLE;
