CREATE DEFINER=`root`@`localhost` TRIGGER tr1 BEFORE INSERT ON t_parent FOR EACH ROW
BEGIN
    SET NEW.d = 'utf8mb4_uca1400_ai_ci';
    IF NEW.name COLLATE utf8mb4_uca1400_ai_ci = 'x' THEN SET NEW.name = 'y'; END IF;
END