CREATE TABLE `p` (
  `id` int NOT NULL AUTO_INCREMENT,
  `c` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_sv_0900_as_cs DEFAULT NULL,
  `h` int DEFAULT '3' /*!80023 INVISIBLE */,
  `j` json DEFAULT NULL,
  `g` point NOT NULL /*!80003 SRID 4326 */,
  `v` vector(3) DEFAULT NULL,
  `u` char(36) DEFAULT (uuid()),
  `bin` varbinary(5) DEFAULT 0x00FF,
  PRIMARY KEY (`id`),
  KEY `k` ((`h` + 1)) /*!80000 INVISIBLE */,
  CONSTRAINT `p_chk_1` CHECK ((`h` <> _utf8mb4'x')) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ENGINE_ATTRIBUTE='{}' /*!50100 PARTITION BY HASH (`id`)
PARTITIONS 3 */