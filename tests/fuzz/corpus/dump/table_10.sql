CREATE TABLE `t_parent` (
  `id` binary(16) NOT NULL,
  `name` varchar(100) DEFAULT NULL COMMENT 'was utf8mb4_uca1400_ai_ci',
  `d` varchar(60) NOT NULL DEFAULT 'utf8mb4_uca1400_ai_ci',
  PRIMARY KEY (`id`),
  UNIQUE KEY `un` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci COMMENT='collate=utf8mb4_uca1400_ai_ci'