-- ---
-- revision: 0c7339c4326f
-- down_revision: 50c87cfd8dce
-- create_date: 2025-03-24 08:39:15
-- message: call_channels_create_table
-- ---

-- migrate:upgrade
CREATE TABLE call_channels (
    id BINARY(16) NOT NULL,
    customer_id BINARY(16) NULL COMMENT 'NULL until the call is matched to a customer',
    call_id BINARY(16) NULL,
    bridge_id BINARY(16) NULL COMMENT 'Bridge that it is in now',
    reference VARCHAR(255) NOT NULL COMMENT 'Unique id of the channel on the media server',
    server VARCHAR(64) NOT NULL COMMENT 'Media server that holds it',
    name VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'PJSIP/trunk-0000002a',
    type VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'call, confbridge, external or recording',
    tech VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'pjsip, local, audiosocket or snoop',
    direction VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'incoming or outgoing',
    state VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'down, ring, ringing, up or busy',
    source_number VARCHAR(255) NOT NULL DEFAULT '',
    destination_number VARCHAR(255) NOT NULL DEFAULT '',
    sip_call_reference VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'Call-ID header',
    hangup_code SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Q.850 cause',
    data JSON NULL COMMENT 'Channel variables',
    tm_answer DATETIME(6) NULL,
    tm_ring DATETIME(6) NULL,
    tm_end DATETIME(6) NULL,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6) NULL,
    tm_delete DATETIME(6) NULL COMMENT 'Soft delete; NULL while alive',
    PRIMARY KEY (id),
    UNIQUE KEY uq_call_channels_reference_server (reference, server),
    KEY idx_call_channels_customer_id_tm_create (customer_id, tm_create),
    KEY idx_call_channels_call_id (call_id),
    KEY idx_call_channels_bridge_id (bridge_id),
    KEY idx_call_channels_sip_call_reference (sip_call_reference),
    KEY idx_call_channels_server_state (server, state)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'Channels of the media servers';

-- migrate:downgrade
DROP TABLE call_channels;
