CREATE TABLE `t_myisam` (
  `id` int(11) NOT NULL,
  `sp` geometry NOT NULL,
  PRIMARY KEY (`id`),
  SPATIAL KEY `sp` (`sp`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci