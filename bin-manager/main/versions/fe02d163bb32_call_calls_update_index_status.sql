-- ---
-- revision: fe02d163bb32
-- down_revision: 18ca11de024f
-- create_date: 2026-02-10 08:40:31
-- message: call_calls_update_index_status
-- ---

-- migrate:upgrade
-- Five values over many millions of rows: this index costs each write and seems to help no query. Before it goes it is
-- hidden from the optimiser for some weeks, which is undone in no time should a query turn out to need it. The two
-- servers have different words for it.
-- migrate:only-on mariadb
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status IGNORED;

-- migrate:only-on mysql
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status INVISIBLE;

-- migrate:downgrade
-- migrate:only-on mariadb
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status NOT IGNORED;

-- migrate:only-on mysql
ALTER TABLE call_calls
    ALTER INDEX idx_call_calls_status VISIBLE;
