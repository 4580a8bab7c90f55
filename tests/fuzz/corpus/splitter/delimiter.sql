delimiter //
create procedure a() begin select 1; end//
delimiter ;
select 1;