/*!999999 x */
-- migrate:x
select 1;