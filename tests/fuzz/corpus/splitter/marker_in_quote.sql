select '
-- migrate:upgrade
'