select 1
--migrate:downgrade
