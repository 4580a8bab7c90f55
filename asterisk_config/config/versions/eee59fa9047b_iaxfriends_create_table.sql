-- ---
-- revision: eee59fa9047b
-- down_revision: c1a412574492
-- create_date: 2026-09-25 12:36:55
-- message: iaxfriends create table
-- doc: >-
--   IAX2 peers and users.
-- ---

-- migrate:upgrade
CREATE TABLE `iaxfriends` (
    `id`                INT NOT NULL AUTO_INCREMENT,
    `name`              VARCHAR(40) NOT NULL,
    `type`              ENUM ('friend', 'user', 'peer'),
    -- credentials
    `username`          VARCHAR(40),
    `mailbox`           VARCHAR(40),
    `secret`            VARCHAR(40),
    `dbsecret`          VARCHAR(40),
    -- where calls go and where the peer is
    `context`           VARCHAR(40),
    `regcontext`        VARCHAR(40),
    `host`              VARCHAR(40),
    `ipaddr`            VARCHAR(40),
    `port`              INT,
    `defaultip`         VARCHAR(20),
    `sourceaddress`     VARCHAR(20),
    `mask`              VARCHAR(20),
    `regexten`          VARCHAR(40),
    `regseconds`        INT,
    -- billing, music, keys
    `accountcode`       VARCHAR(20),
    `mohinterpret`      VARCHAR(20),
    `mohsuggest`        VARCHAR(20),
    `inkeys`            VARCHAR(40),
    `outkeys`           VARCHAR(40),
    `language`          VARCHAR(10),
    -- identity
    `callerid`          VARCHAR(100),
    `cid_number`        VARCHAR(40),
    `sendani`           ENUM ('yes', 'no'),
    `fullname`          VARCHAR(40),
    -- protocol
    `trunk`             ENUM ('yes', 'no'),
    `auth`              VARCHAR(20),
    `maxauthreq`        INT,
    `requirecalltoken`  ENUM ('yes', 'no', 'auto'),
    `encryption`        ENUM ('yes', 'no', 'aes128'),
    `transfer`          ENUM ('yes', 'no', 'mediaonly'),
    `jitterbuffer`      ENUM ('yes', 'no'),
    `forcejitterbuffer` ENUM ('yes', 'no'),
    -- codecs and reachability
    `disallow`          VARCHAR(200),
    `allow`             VARCHAR(200),
    `codecpriority`     VARCHAR(40),
    `qualify`           VARCHAR(10),
    `qualifysmoothing`  ENUM ('yes', 'no'),
    `qualifyfreqok`     VARCHAR(10),
    `qualifyfreqnotok`  VARCHAR(10),
    `timezone`          VARCHAR(20),
    `adsi`              ENUM ('yes', 'no'),
    `amaflags`          VARCHAR(20),
    `setvar`            VARCHAR(200),
    PRIMARY KEY (`id`),
    UNIQUE KEY `name` (`name`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `iaxfriends`;
