-- ---
-- revision: 2093a022c7ec
-- down_revision: 80fda963a4f5
-- create_date: 2026-09-22 09:13:44
-- message: queues create table
-- doc: >-
--   Call queues as app_queue reads them.
-- ---

-- migrate:upgrade
CREATE TABLE `queues` (
    `name`                        VARCHAR(128) NOT NULL,
    -- what the caller hears
    `musiconhold`                 VARCHAR(128),
    `announce`                    VARCHAR(128),
    `context`                     VARCHAR(128),
    -- how a call is offered
    `timeout`                     INT,
    `ringinuse`                   ENUM ('yes', 'no'),
    `setinterfacevar`             ENUM ('yes', 'no'),
    `setqueuevar`                 ENUM ('yes', 'no'),
    `setqueueentryvar`            ENUM ('yes', 'no'),
    -- recording, hooks on the member
    `monitor_format`              VARCHAR(8),
    `membermacro`                 VARCHAR(512),
    `membergosub`                 VARCHAR(512),
    -- prompts; an empty string silences one
    `queue_youarenext`            VARCHAR(128),
    `queue_thereare`              VARCHAR(128),
    `queue_callswaiting`          VARCHAR(128),
    `queue_quantity1`             VARCHAR(128),
    `queue_quantity2`             VARCHAR(128),
    `queue_holdtime`              VARCHAR(128),
    `queue_minutes`               VARCHAR(128),
    `queue_minute`                VARCHAR(128),
    `queue_seconds`               VARCHAR(128),
    `queue_thankyou`              VARCHAR(128),
    `queue_callerannounce`        VARCHAR(128),
    `queue_reporthold`            VARCHAR(128),
    -- announcements
    `announce_frequency`          INT,
    `announce_to_first_user`      ENUM ('yes', 'no'),
    `min_announce_frequency`      INT,
    `announce_round_seconds`      INT,
    `announce_holdtime`           VARCHAR(128),
    `announce_position`           VARCHAR(128),
    `announce_position_limit`     INT,
    `periodic_announce`           VARCHAR(50),
    `periodic_announce_frequency` INT,
    `relative_periodic_announce`  ENUM ('yes', 'no'),
    `random_periodic_announce`    ENUM ('yes', 'no'),
    -- members
    `retry`                       INT,
    `wrapuptime`                  INT,
    `penaltymemberslimit`         INT,
    `autofill`                    ENUM ('yes', 'no'),
    `monitor_type`                VARCHAR(128),
    `autopause`                   ENUM ('yes', 'no', 'all'),
    `autopausedelay`              INT,
    `autopausebusy`               ENUM ('yes', 'no'),
    `autopauseunavail`            ENUM ('yes', 'no'),
    -- limits and the order of ringing
    `maxlen`                      INT,
    `servicelevel`                INT,
    `strategy`                    ENUM ('ringall', 'leastrecent', 'fewestcalls', 'random',
                                        'rrmemory', 'linear', 'wrandom', 'rrordered'),
    `joinempty`                   VARCHAR(128),
    `leavewhenempty`              VARCHAR(128),
    -- reports and precedence
    `reportholdtime`              ENUM ('yes', 'no'),
    `memberdelay`                 INT,
    `weight`                      INT,
    `timeoutrestart`              ENUM ('yes', 'no'),
    `defaultrule`                 VARCHAR(128),
    `timeoutpriority`             VARCHAR(128),
    PRIMARY KEY (`name`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `queues`;
