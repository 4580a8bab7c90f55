/*M!999999\- enable the sandbox mode */ 
ALTER DATABASE `a` CHARACTER SET latin1 COLLATE latin1_bin;
REPLACE INTO `alembic_version` VALUES ('a');
