CREATE DEFINER=`root`@`localhost` FUNCTION `f1`(a INT) RETURNS varchar(20) CHARSET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci
    DETERMINISTIC
RETURN concat(a, '*/ $$ ;; DELIMITER')