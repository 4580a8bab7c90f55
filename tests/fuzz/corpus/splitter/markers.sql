-- migrate:upgrade
select 1
-- migrate:only-on mysql
-- migrate:downgrade
select 2;