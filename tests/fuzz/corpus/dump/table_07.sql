CREATE TABLE `t_generated` (
  `a` int(11) NOT NULL,
  `b` int(11) GENERATED ALWAYS AS (`a` + 1) VIRTUAL,
  `c` int(11) GENERATED ALWAYS AS (`a` * 2) STORED INVISIBLE,
  `d` int(11) INVISIBLE DEFAULT 5,
  `e` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_swedish_as_cs GENERATED ALWAYS AS (concat(`a`,'x' collate utf8mb4_uca1400_ai_ci)) VIRTUAL,
  `txt` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `tx2` text DEFAULT NULL,
  PRIMARY KEY (`a`),
  KEY `k1` (`b` DESC),
  KEY `k2` (`d`) IGNORED,
  KEY `k3` (`tx2`(10)),
  FULLTEXT KEY `ft` (`tx2`),
  CONSTRAINT `CONSTRAINT_1` CHECK (`a` > 0),
  CONSTRAINT `ck` CHECK (`d` <> 3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci `PAGE_COMPRESSED`='1' `PAGE_COMPRESSION_LEVEL`='3'