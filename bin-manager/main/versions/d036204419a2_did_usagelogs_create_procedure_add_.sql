-- ---
-- revision: d036204419a2
-- down_revision: 17197267c3a0
-- create_date: 2025-12-16 10:20:57
-- message: did_usagelogs_create_procedure_add_partition
-- ---

-- migrate:upgrade
-- Called once a month by the optimiser: CALL did_usagelogs_add_partition('2026-04-01'). A month that has a partition
-- already is left alone, so calling twice does no harm. The name of a partition cannot be a parameter, hence the
-- prepared statement; it is put together from a date alone.
DELIMITER //
CREATE PROCEDURE did_usagelogs_add_partition (IN month_first DATE)
    MODIFIES SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'Splits the partition of one more month off the last one of did_usagelogs'
BEGIN
    DECLARE partition_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
    DECLARE month_after DATE;

    IF DAYOFMONTH(month_first) <> 1 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'did_usagelogs_add_partition wants the first day of a month';
    END IF;
    SET partition_name = CONCAT('p_', DATE_FORMAT(month_first, '%Y%m'));
    SET month_after = month_first + INTERVAL 1 MONTH;
    IF NOT EXISTS (SELECT 1
                     FROM information_schema.PARTITIONS p
                    WHERE p.TABLE_SCHEMA = DATABASE()
                      AND p.TABLE_NAME = 'did_usagelogs'
                      AND p.PARTITION_NAME = partition_name) THEN
        SET @did_usagelogs_sql = CONCAT(
            'ALTER TABLE did_usagelogs REORGANIZE PARTITION p_after INTO (PARTITION ', partition_name,
            ' VALUES LESS THAN (''', DATE_FORMAT(month_after, '%Y-%m-%d'),
            '''), PARTITION p_after VALUES LESS THAN (MAXVALUE))');
        PREPARE statement FROM @did_usagelogs_sql;
        EXECUTE statement;
        DEALLOCATE PREPARE statement;
        SET @did_usagelogs_sql = NULL;
    END IF;
END//
DELIMITER ;

-- migrate:downgrade
DROP PROCEDURE did_usagelogs_add_partition;
