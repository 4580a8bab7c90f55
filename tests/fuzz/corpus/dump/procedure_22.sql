CREATE DEFINER="root"@"localhost" PROCEDURE "p_oracle"(a VARCHAR2(10))
IS x INT; BEGIN x := 1; END