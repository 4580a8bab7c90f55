CREATE DEFINER=`root`@`localhost` PROCEDURE `p1`(IN a INT, OUT b VARCHAR(20) COLLATE utf8mb4_uca1400_ai_ci)
    COMMENT 'it''s'
BEGIN
    DECLARE rank INT DEFAULT 1; -- a comment: utf8mb4_uca1400_ai_ci ;;
    SET b = '
DELIMITER ;;
';
    /* DELIMITER // */
    SELECT rank + 1, '😀', '\\', "'";
    PREPARE s FROM 'select 1 collate utf8mb4_uca1400_ai_ci';
END