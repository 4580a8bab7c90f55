-- ---
-- revision: c1a412574492
-- down_revision: c566b40539f4
-- create_date: 2026-09-25 11:33:30
-- message: meetme create table
-- doc: >-
--   Booked conferences; the key answers which booking of a room holds now.
-- ---

-- migrate:upgrade
CREATE TABLE `meetme` (
    `bookid`            INT NOT NULL AUTO_INCREMENT,
    `confno`            VARCHAR(80) NOT NULL,
    `starttime`         DATETIME,
    `endtime`           DATETIME,
    `pin`               VARCHAR(20),
    `adminpin`          VARCHAR(20),
    `opts`              VARCHAR(20),
    `adminopts`         VARCHAR(20),
    `recordingfilename` VARCHAR(80),
    `recordingformat`   VARCHAR(10),
    `maxusers`          INT,
    `members`           INT NOT NULL,
    PRIMARY KEY (`bookid`),
    KEY `meetme_confno_start_end` (`confno`, `starttime`, `endtime`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `meetme`;
