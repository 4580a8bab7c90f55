-- ---
-- revision: a1
-- down_revision: null
-- message: m
-- ---
-- migrate:upgrade
-- migrate:only-on mysql >= 8.0.16, mariadb >= 10.6
-- migrate:skip-if SELECT COUNT(*) FROM t WHERE a = ';'
-- migrate:repeat-until-no-rows pause=100ms
DELETE FROM t WHERE a < 5 LIMIT 100;
