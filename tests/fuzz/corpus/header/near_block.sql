-- ---
-- revision: a1
-- down_revision: null
-- message: m
-- ---
-- migrate:upgrade
DO 1 /* migrate:upgrade */;
# Migrate : upgrade
