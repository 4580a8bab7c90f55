-- ---
-- revision: bdf481124dae
-- down_revision: ce3d50aadca1
-- create_date: 2026-03-17 08:51:27
-- message: did_usagelogs_update_partition_2026
-- ---

-- migrate:upgrade
-- The rest of the year; nothing lies in the last partition yet, so this moves no rows. The optimiser may have added
-- some of these months by the routine already: such a month is left alone.
-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202604' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202604 VALUES LESS THAN ('2026-05-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202605' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202605 VALUES LESS THAN ('2026-06-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202606' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202606 VALUES LESS THAN ('2026-07-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202607' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202607 VALUES LESS THAN ('2026-08-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202608' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202608 VALUES LESS THAN ('2026-09-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202609' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202609 VALUES LESS THAN ('2026-10-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202610' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202610 VALUES LESS THAN ('2026-11-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202611' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202611 VALUES LESS THAN ('2026-12-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:skip-if SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' AND PARTITION_NAME BETWEEN 'p_202612' AND 'p_9' LIMIT 1
ALTER TABLE did_usagelogs
    REORGANIZE PARTITION p_after INTO (
        PARTITION p_202612 VALUES LESS THAN ('2027-01-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));

-- migrate:downgrade
-- A full list and not a REORGANIZE: the routine may have added more months behind these.
ALTER TABLE did_usagelogs
    PARTITION BY RANGE COLUMNS (tm_create) (
        PARTITION p_before VALUES LESS THAN ('2025-10-01'),
        PARTITION p_202510 VALUES LESS THAN ('2025-11-01'),
        PARTITION p_202511 VALUES LESS THAN ('2025-12-01'),
        PARTITION p_202512 VALUES LESS THAN ('2026-01-01'),
        PARTITION p_202601 VALUES LESS THAN ('2026-02-01'),
        PARTITION p_202602 VALUES LESS THAN ('2026-03-01'),
        PARTITION p_202603 VALUES LESS THAN ('2026-04-01'),
        PARTITION p_after VALUES LESS THAN (MAXVALUE));
