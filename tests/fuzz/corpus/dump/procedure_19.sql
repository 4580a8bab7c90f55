CREATE DEFINER="root"@"localhost" PROCEDURE "p ""ansi"""()
SELECT 'back\', "a b" FROM (SELECT 1 AS "a b") x