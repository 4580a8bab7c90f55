DELIMITER §
select a§select 2§