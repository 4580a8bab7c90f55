-- ---
-- revision: a1
-- down_revision: null
-- message: m
-- ---
-- migrate:upgrade
DELIMITER //
CREATE PROCEDURE p() BEGIN SELECT ';'; END//
DELIMITER ;
-- migrate:downgrade
DROP PROCEDURE p;
