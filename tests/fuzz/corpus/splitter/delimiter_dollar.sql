DELIMITER $$
select 1$$ end$$
$$