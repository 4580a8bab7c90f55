-- ---
-- revision: 24fa2acd97db
-- down_revision: 1cb5ab2fb851
-- create_date: 2026-09-24 11:40:59
-- message: musiconhold_entry create table
-- doc: >-
--   The entries of a playlist, in order.
-- ---

-- migrate:upgrade
CREATE TABLE `musiconhold_entry` (
    `name`     VARCHAR(80) NOT NULL,
    `position` INT NOT NULL,
    `entry`    VARCHAR(1024) NOT NULL,
    PRIMARY KEY (`name`, `position`),
    CONSTRAINT `fk_musiconhold_entry_name_musiconhold`
        FOREIGN KEY (`name`) REFERENCES `musiconhold` (`name`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `musiconhold_entry`;
