-- ---
-- revision: 00556f8b4218
-- down_revision: eee59fa9047b
-- create_date: 2026-09-25 13:40:24
-- message: iaxfriends add index name host ipaddr
-- doc: >-
--   chan_iax2 looks a peer up by name, by name and address, and by address alone.
--   iaxfriends_name repeats the unique key as Asterisk publishes it.
-- ---

-- migrate:upgrade
ALTER TABLE `iaxfriends`
    ADD KEY `iaxfriends_name` (`name`),
    ADD KEY `iaxfriends_name_host` (`name`, `host`),
    ADD KEY `iaxfriends_name_ipaddr_port` (`name`, `ipaddr`, `port`),
    ADD KEY `iaxfriends_ipaddr_port` (`ipaddr`, `port`),
    ADD KEY `iaxfriends_host_port` (`host`, `port`);

-- migrate:downgrade
ALTER TABLE `iaxfriends`
    DROP KEY `iaxfriends_host_port`,
    DROP KEY `iaxfriends_ipaddr_port`,
    DROP KEY `iaxfriends_name_ipaddr_port`,
    DROP KEY `iaxfriends_name_host`,
    DROP KEY `iaxfriends_name`;
