CREATE TABLE `t_child` (
  `id` int(11) NOT NULL,
  `p` binary(16) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `fk` (`p`),
  CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `t_parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci