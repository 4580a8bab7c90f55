-- ---
-- revision: a1
-- down_revision: null
-- message: ab c﻿d
-- ---
-- migrate:upgrade
