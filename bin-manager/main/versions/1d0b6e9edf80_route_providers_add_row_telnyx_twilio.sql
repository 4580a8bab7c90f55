-- ---
-- revision: 1d0b6e9edf80
-- down_revision: 55611bedacbd
-- create_date: 2025-05-07 11:02:15
-- message: route_providers_add_row_telnyx_twilio
-- ---

-- migrate:upgrade
-- Two carriers and a default route to each, so that a new installation can call out. The ids are fixed: the downgrade
-- removes these rows and no others.
INSERT INTO route_providers (id, type, hostname, name, detail, tm_create)
VALUES
    (UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c01'), 'sip', 'sip.telnyx.com', 'telnyx', 'Seeded by the schema',
     '2025-05-07'),
    (UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c02'), 'sip', 'voipbin.pstn.twilio.com', 'twilio', 'Seeded by the schema',
     '2025-05-07');

INSERT INTO route_routes (id, customer_id, provider_id, priority, target, name, detail, tm_create)
VALUES
    (UNHEX('8e1c0f1e52d943e2b1d5b0a54f0c9a01'), UNHEX('00000000000000000000000000000000'),
     UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c01'), 1, 'all', 'default telnyx', 'Seeded by the schema',
     '2025-05-07'),
    (UNHEX('8e1c0f1e52d943e2b1d5b0a54f0c9a02'), UNHEX('00000000000000000000000000000000'),
     UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c02'), 2, 'all', 'default twilio', 'Seeded by the schema',
     '2025-05-07');

-- migrate:downgrade
DELETE FROM route_routes
 WHERE id IN (UNHEX('8e1c0f1e52d943e2b1d5b0a54f0c9a01'), UNHEX('8e1c0f1e52d943e2b1d5b0a54f0c9a02'));

DELETE FROM route_providers
 WHERE id IN (UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c01'), UNHEX('5d4ba3cc1b1f4c0a9a0c6f2f6f1d7c02'));
