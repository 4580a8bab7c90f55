-- ---
-- revision: 1f7daa99ba6f
-- down_revision: 24fa2acd97db
-- create_date: 2026-09-24 12:44:26
-- message: voicemail create table
-- doc: >-
--   Mailboxes: who owns one, how it is notified, what its owner may do.
-- ---

-- migrate:upgrade
CREATE TABLE `voicemail` (
    `uniqueid`        INT NOT NULL AUTO_INCREMENT,
    `context`         VARCHAR(80) NOT NULL,
    `mailbox`         VARCHAR(80) NOT NULL,
    `password`        VARCHAR(80) NOT NULL,
    `fullname`        VARCHAR(80),
    `alias`           VARCHAR(80),
    `email`           VARCHAR(80),
    `pager`           VARCHAR(80),
    `attach`          ENUM ('yes', 'no'),
    `attachfmt`       VARCHAR(10),
    `serveremail`     VARCHAR(80),
    `language`        VARCHAR(20),
    `tz`              VARCHAR(30),
    `deletevoicemail` ENUM ('yes', 'no'),
    `saycid`          ENUM ('yes', 'no'),
    `sendvoicemail`   ENUM ('yes', 'no'),
    `review`          ENUM ('yes', 'no'),
    `tempgreetwarn`   ENUM ('yes', 'no'),
    `operator`        ENUM ('yes', 'no'),
    `envelope`        ENUM ('yes', 'no'),
    `sayduration`     INT,
    `forcename`       ENUM ('yes', 'no'),
    `forcegreetings`  ENUM ('yes', 'no'),
    `callback`        VARCHAR(80),
    `dialout`         VARCHAR(80),
    `exitcontext`     VARCHAR(80),
    `maxmsg`          INT,
    `volgain`         DECIMAL(5,2),
    PRIMARY KEY (`uniqueid`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `voicemail`;
