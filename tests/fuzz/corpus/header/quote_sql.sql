-- ---
-- revision: a1
-- down_revision: null
-- message: m
-- ---
-- migrate:upgrade
SELECT 'abc;
-- migrate:downgrade
