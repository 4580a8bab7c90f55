-- ---
-- revision: fe3286f362b7
-- down_revision: null
-- create_date: 2026-09-14 09:12:37
-- message: ps_endpoints create table
-- doc: >-
--   One row is one SIP endpoint as res_pjsip reads it through sorcery. Asterisk finds columns
--   by name, so names, types and the order of enum values are Asterisk's own; every name is
--   quoted, for servers keep turning words into reserved ones. A NULL leaves an option at
--   Asterisk's default.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_endpoints` (
    -- where it is and where its calls go
    `id`                            VARCHAR(40) NOT NULL,
    `transport`                     VARCHAR(40),
    `aors`                          VARCHAR(200),
    `auth`                          VARCHAR(40),
    `context`                       VARCHAR(40),
    -- codecs, media, DTMF
    `disallow`                      VARCHAR(200),
    `allow`                         VARCHAR(200),
    `direct_media`                  ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `connected_line_method`         ENUM ('invite', 'reinvite', 'update'),
    `direct_media_method`           ENUM ('invite', 'reinvite', 'update'),
    `direct_media_glare_mitigation` ENUM ('none', 'outgoing', 'incoming'),
    `disable_direct_media_on_nat`   ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `dtmf_mode`                     ENUM ('rfc4733', 'inband', 'info'),
    -- NAT
    `external_media_address`        VARCHAR(40),
    `force_rport`                   ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `ice_support`                   ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    -- how a request is matched to it, what it is told
    `identify_by`                   VARCHAR(80),
    `mailboxes`                     VARCHAR(40),
    `moh_suggest`                   VARCHAR(40),
    -- requests sent to it
    `outbound_auth`                 VARCHAR(40),
    `outbound_proxy`                VARCHAR(40),
    `rewrite_contact`               ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    -- RTP
    `rtp_ipv6`                      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `rtp_symmetric`                 ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    -- identity headers
    `send_diversion`                ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `send_pai`                      ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `send_rpid`                     ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    -- session timers
    `timers_min_se`                 INT,
    `timers`                        ENUM ('forced', 'no', 'required', 'yes'),
    `timers_sess_expires`           INT,
    -- caller id
    `callerid`                      VARCHAR(40),
    `callerid_privacy`              ENUM ('allowed_not_screened', 'allowed_passed_screened',
                                          'allowed_failed_screened', 'allowed',
                                          'prohib_not_screened', 'prohib_passed_screened',
                                          'prohib_failed_screened', 'prohib', 'unavailable'),
    `callerid_tag`                  VARCHAR(40),
    UNIQUE KEY `id` (`id`),
    KEY `ps_endpoints_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_endpoints`;
