CREATE TABLE `utf8mb4_uca1400_ai_ci` (
  `utf8mb4_uca1400_ai_ci` int(11) DEFAULT NULL,
  `we``ird "n'ame;` int(11) DEFAULT NULL,
  `100%` int(11) DEFAULT NULL,
  `select` int(11) DEFAULT NULL,
  `ключ` int(11) DEFAULT NULL,
  `*/` int(11) DEFAULT NULL,
  `-- x` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
DO SETVAL(`s'1`, 5, 0)