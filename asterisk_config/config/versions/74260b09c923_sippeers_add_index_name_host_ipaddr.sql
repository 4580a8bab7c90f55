-- ---
-- revision: 74260b09c923
-- down_revision: d14c582d0b66
-- create_date: 2026-09-28 12:49:18
-- message: sippeers add index name host ipaddr
-- doc: >-
--   The same questions as for IAX2.
-- ---

-- migrate:upgrade
ALTER TABLE `sippeers`
    ADD KEY `sippeers_name` (`name`),
    ADD KEY `sippeers_name_host` (`name`, `host`),
    ADD KEY `sippeers_ipaddr_port` (`ipaddr`, `port`),
    ADD KEY `sippeers_host_port` (`host`, `port`);

-- migrate:downgrade
ALTER TABLE `sippeers`
    DROP KEY `sippeers_host_port`,
    DROP KEY `sippeers_ipaddr_port`,
    DROP KEY `sippeers_name_host`,
    DROP KEY `sippeers_name`;
