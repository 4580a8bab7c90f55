-- ---
-- revision: 83c20845b7e8
-- down_revision: 9d385c92c949
-- create_date: 2026-10-22 12:08:19
-- message: stir_tn create table
-- doc: >-
--   Keys and certificates by which a telephone number is signed for (STIR/SHAKEN).
-- ---

-- migrate:upgrade
CREATE TABLE `stir_tn` (
    `id`               VARCHAR(80) NOT NULL,
    `private_key_file` VARCHAR(1024),
    `public_cert_url`  VARCHAR(1024),
    `attest_level`     VARCHAR(1),
    PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- migrate:downgrade
DROP TABLE `stir_tn`;
