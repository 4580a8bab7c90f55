CREATE TABLE `new
DROP TABLE t_child; --` (
  `a
b` int(11) NOT NULL,
  PRIMARY KEY (`a
b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci