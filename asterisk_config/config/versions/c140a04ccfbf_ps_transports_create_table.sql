-- ---
-- revision: c140a04ccfbf
-- down_revision: 0c1f395cd0f7
-- create_date: 2026-09-15 13:58:02
-- message: ps_transports create table
-- doc: >-
--   Sockets that PJSIP listens on, with their TLS files.
-- ---

-- migrate:upgrade
CREATE TABLE `ps_transports` (
    `id`                         VARCHAR(40) NOT NULL,
    `async_operations`           INT,
    `bind`                       VARCHAR(40),
    -- TLS files and names
    `ca_list_file`               VARCHAR(200),
    `cert_file`                  VARCHAR(200),
    `cipher`                     VARCHAR(200),
    `domain`                     VARCHAR(40),
    -- what the far side is told behind a NAT
    `external_media_address`     VARCHAR(40),
    `external_signaling_address` VARCHAR(40),
    `external_signaling_port`    INT,
    -- TLS method, local networks, key, protocol
    `method`                     ENUM ('default', 'unspecified', 'tlsv1', 'sslv2', 'sslv23',
                                       'sslv3'),
    `local_net`                  VARCHAR(40),
    `password`                   VARCHAR(40),
    `priv_key_file`              VARCHAR(200),
    `protocol`                   ENUM ('udp', 'tcp', 'tls', 'ws', 'wss', 'flow'),
    -- TLS checks
    `require_client_cert`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `verify_client`              ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    `verify_server`              ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    -- marks for the network
    `tos`                        VARCHAR(10),
    `cos`                        INT,
    UNIQUE KEY `id` (`id`),
    KEY `ps_transports_id` (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `ps_transports`;
