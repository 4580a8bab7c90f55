-- ---
-- revision: a1
-- down_revision: null
-- message: m
-- ---
-- migrate:upgrade
-- migrate:only-on mysql
DO 1;
