-- ---
-- revision: e53c60ca72f3
-- down_revision: 2b0704b6c4e8
-- create_date: 2026-09-17 13:19:58
-- message: ps_endpoints add column t38
-- doc: >-
--   Fax detection and T.38 over UDPTL.
-- ---

-- migrate:upgrade
ALTER TABLE `ps_endpoints`
    ADD COLUMN `fax_detect`            ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `t38_udptl`             ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `t38_udptl_ec`          ENUM ('none', 'fec', 'redundancy'),
    ADD COLUMN `t38_udptl_maxdatagram` INT,
    ADD COLUMN `t38_udptl_nat`         ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes'),
    ADD COLUMN `t38_udptl_ipv6`        ENUM ('0', '1', 'off', 'on', 'false', 'true', 'no', 'yes');

-- migrate:downgrade
ALTER TABLE `ps_endpoints`
    DROP COLUMN `t38_udptl_ipv6`,
    DROP COLUMN `t38_udptl_nat`,
    DROP COLUMN `t38_udptl_maxdatagram`,
    DROP COLUMN `t38_udptl_ec`,
    DROP COLUMN `t38_udptl`,
    DROP COLUMN `fax_detect`,
    FORCE;
