-- ---
-- revision: d14c582d0b66
-- down_revision: 3cdc1e7c484d
-- create_date: 2026-09-28 10:50:55
-- message: sippeers create table
-- doc: >-
--   Peers and users of chan_sip, for sites that have not left it.
-- ---

-- migrate:upgrade
CREATE TABLE `sippeers` (
    `id`                 INT NOT NULL AUTO_INCREMENT,
    `name`               VARCHAR(40) NOT NULL,
    -- where the peer is, as last registered
    `ipaddr`             VARCHAR(45),
    `port`               INT,
    `regseconds`         INT,
    `defaultuser`        VARCHAR(40),
    `fullcontact`        VARCHAR(80),
    `regserver`          VARCHAR(20),
    `useragent`          VARCHAR(20),
    `lastms`             INT,
    -- kind of peer, rights and secrets
    `host`               VARCHAR(40),
    `type`               ENUM ('friend', 'user', 'peer'),
    `context`            VARCHAR(40),
    `permit`             VARCHAR(95),
    `deny`               VARCHAR(95),
    `secret`             VARCHAR(40),
    `md5secret`          VARCHAR(40),
    `remotesecret`       VARCHAR(40),
    -- transport, DTMF, NAT
    `transport`          ENUM ('udp', 'tcp', 'tls', 'ws', 'wss', 'udp,tcp', 'tcp,udp'),
    `dtmfmode`           ENUM ('rfc2833', 'info', 'shortinfo', 'inband', 'auto'),
    `directmedia`        ENUM ('yes', 'no', 'nonat', 'update'),
    `nat`                VARCHAR(29),
    -- groups, language, codecs
    `callgroup`          VARCHAR(40),
    `pickupgroup`        VARCHAR(40),
    `language`           VARCHAR(40),
    `disallow`           VARCHAR(200),
    `allow`              VARCHAR(200),
    `insecure`           VARCHAR(40),
    `trustrpid`          ENUM ('yes', 'no'),
    `progressinband`     ENUM ('yes', 'no', 'never'),
    `promiscredir`       ENUM ('yes', 'no'),
    `useclientcode`      ENUM ('yes', 'no'),
    -- billing, variables, caller id
    `accountcode`        VARCHAR(40),
    `setvar`             VARCHAR(200),
    `callerid`           VARCHAR(40),
    `amaflags`           VARCHAR(40),
    -- limits
    `callcounter`        ENUM ('yes', 'no'),
    `busylevel`          INT,
    `allowoverlap`       ENUM ('yes', 'no'),
    `allowsubscribe`     ENUM ('yes', 'no'),
    `videosupport`       ENUM ('yes', 'no'),
    `maxcallbitrate`     INT,
    `rfc2833compensate`  ENUM ('yes', 'no'),
    `mailbox`            VARCHAR(40),
    -- RFC 4028 session timers
    `session-timers`     ENUM ('accept', 'refuse', 'originate'),
    `session-expires`    INT,
    `session-minse`      INT,
    `session-refresher`  ENUM ('uac', 'uas'),
    `t38pt_usertpsource` VARCHAR(40),
    -- names and reachability
    `regexten`           VARCHAR(40),
    `fromdomain`         VARCHAR(40),
    `fromuser`           VARCHAR(40),
    `qualify`            VARCHAR(40),
    `defaultip`          VARCHAR(45),
    `rtptimeout`         INT,
    `rtpholdtimeout`     INT,
    -- outbound
    `sendrpid`           ENUM ('yes', 'no'),
    `outboundproxy`      VARCHAR(40),
    `callbackextension`  VARCHAR(40),
    `timert1`            INT,
    `timerb`             INT,
    `qualifyfreq`        INT,
    `constantssrc`       ENUM ('yes', 'no'),
    `contactpermit`      VARCHAR(95),
    `contactdeny`        VARCHAR(95),
    `usereqphone`        ENUM ('yes', 'no'),
    `textsupport`        ENUM ('yes', 'no'),
    `faxdetect`          ENUM ('yes', 'no'),
    `buggymwi`           ENUM ('yes', 'no'),
    `auth`               VARCHAR(40),
    `fullname`           VARCHAR(40),
    `trunkname`          VARCHAR(40),
    `cid_number`         VARCHAR(40),
    `callingpres`        ENUM ('allowed_not_screened', 'allowed_passed_screen',
                               'allowed_failed_screen', 'allowed', 'prohib_not_screened',
                               'prohib_passed_screen', 'prohib_failed_screen', 'prohib'),
    -- music, parking, voicemail
    `mohinterpret`       VARCHAR(40),
    `mohsuggest`         VARCHAR(40),
    `parkinglot`         VARCHAR(40),
    `hasvoicemail`       ENUM ('yes', 'no'),
    `subscribemwi`       ENUM ('yes', 'no'),
    `vmexten`            VARCHAR(40),
    `autoframing`        ENUM ('yes', 'no'),
    `rtpkeepalive`       INT,
    `call-limit`         INT,
    `g726nonstandard`    ENUM ('yes', 'no'),
    `ignoresdpversion`   ENUM ('yes', 'no'),
    `allowtransfer`      ENUM ('yes', 'no'),
    `dynamic`            ENUM ('yes', 'no'),
    PRIMARY KEY (`id`),
    UNIQUE KEY `name` (`name`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `sippeers`;
