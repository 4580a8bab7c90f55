-- ---
-- revision: 17197267c3a0
-- down_revision: 006bc3c97734
-- create_date: 2025-12-16 08:48:21
-- message: did_usagelogs_update_partition_tm_create
-- ---

-- migrate:upgrade
-- The log grows without end: one partition a month, so that old months leave in no time. The time must be part of
-- every unique key of a partitioned table. Rows before the first month and after the last have a partition too. Key and
-- partitions in one statement, for each is a copy of the table during which nobody can write to it.
ALTER TABLE did_usagelogs
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (id, tm_create)
    PARTITION BY RANGE COLUMNS (tm_create) (
        PARTITION p_before VALUES LESS THAN ('2025-10-01'),
        PARTITION p_202510 VALUES LESS THAN ('2025-11-01'),
        PARTITION p_202511 VALUES LESS THAN ('2025-12-01'),
        PARTITION p_202512 VALUES LESS THAN ('2026-01-01'),
        PARTITION p_202601 VALUES LESS THAN ('2026-02-01'),
        PARTITION p_202602 VALUES LESS THAN ('2026-03-01'),
        PARTITION p_202603 VALUES LESS THAN ('2026-04-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:downgrade
ALTER TABLE did_usagelogs
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (id)
    REMOVE PARTITIONING;
