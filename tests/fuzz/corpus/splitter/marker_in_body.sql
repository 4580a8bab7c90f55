create procedure p() begin
-- migrate:x
end