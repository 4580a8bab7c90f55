CREATE DEFINER=`root`@`localhost` PROCEDURE `p_latin`()
SELECT 'plain'