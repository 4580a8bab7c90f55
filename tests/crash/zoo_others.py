"""Cases about everything but tables: stored programs, accounts, rows, the session, directives."""

from case import Case
from zoo_tables import COUNTER, PLUS, ROWS, many

OTHER = "CREATE DATABASE crash_other; CREATE TABLE crash_other.o (n INT); INSERT INTO crash_other.o VALUES (0);"
MYISAM = "CREATE TABLE m (n INT) ENGINE = MyISAM; INSERT INTO m VALUES (0);"
NO_TRACE = "a change without a transaction leaves no trace that tells it from one that did not happen"
NO_MEMORY = "what the dead session knew cannot be had again"

CASES = [
    Case("views", f"CREATE VIEW v AS SELECT n FROM t; CREATE OR REPLACE VIEW v AS SELECT n FROM t; {PLUS} ALTER VIEW v AS SELECT n + 1 AS n FROM t;"
         "CREATE VIEW w AS SELECT n FROM v;", f"DROP VIEW v, w; {PLUS}", ROWS + COUNTER),
    Case("routines", f"""
DELIMITER //
CREATE PROCEDURE p(x INT) BEGIN UPDATE t SET n = n + x; SELECT 1; END//
CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC BEGIN RETURN x + 1; END//
DELIMITER ;
{PLUS}
ALTER PROCEDURE p COMMENT 'twice';
ALTER PROCEDURE p COMMENT 'twice';
{PLUS}
DROP FUNCTION f;
CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1;""",
         f"DROP PROCEDURE p; {PLUS} DROP FUNCTION IF EXISTS f; DROP FUNCTION IF EXISTS f;", ROWS + COUNTER),
    Case("replaced-routine", f"CREATE OR REPLACE PROCEDURE p() DO 1; {PLUS} CREATE OR REPLACE PROCEDURE p() DO 1; {PLUS}",
         "DROP PROCEDURE p;", COUNTER, only="mariadb"),
    Case("triggers", """
CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.n + 1;
CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW PRECEDES a SET NEW.n = NEW.n * 2;
INSERT INTO t VALUES (9, 1);
DROP TRIGGER a;
CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.n + 1;
INSERT INTO t VALUES (10, 1);""", "DROP TRIGGER a; DROP TRIGGER b; DELETE FROM t WHERE id > 3;", ROWS, holds="SELECT n = 3 FROM t WHERE id = 10"),
    Case("events", f"CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01' DO DELETE FROM t; {PLUS} ALTER EVENT e DISABLE; ALTER EVENT e RENAME TO g;",
         f"DROP EVENT g; {PLUS} DROP EVENT IF EXISTS g;", ROWS + COUNTER),
    Case("sequences", f"CREATE SEQUENCE s START WITH 5; {PLUS} ALTER SEQUENCE s INCREMENT BY 3; ALTER SEQUENCE s RESTART WITH 50; {PLUS}",
         f"DROP SEQUENCE s; {PLUS}", COUNTER, only="mariadb"),
    Case("databases", f"CREATE DATABASE crash_new CHARACTER SET utf8mb4; CREATE TABLE crash_new.x (n INT); {PLUS} ALTER DATABASE crash_new CHARACTER SET latin1;"
         "DROP DATABASE crash_other;", f"DROP DATABASE crash_new; {PLUS} CREATE DATABASE crash_other; DROP DATABASE IF EXISTS crash_none;",
         OTHER + COUNTER + many("CREATE TABLE crash_other.t# (x INT);", 20)),
    Case("accounts", f"CREATE USER crash_u@localhost; GRANT SELECT ON crash.* TO crash_u@localhost; {PLUS} GRANT INSERT, UPDATE (n) ON crash.counter TO crash_u@localhost;"
         f"REVOKE SELECT ON crash.* FROM crash_u@localhost; {PLUS} CREATE USER IF NOT EXISTS crash_u@localhost;",
         f"DROP USER crash_u@localhost; {PLUS} DROP USER IF EXISTS crash_u@localhost; {PLUS}", COUNTER),
    Case("roles", f"CREATE ROLE crash_r; GRANT SELECT ON crash.* TO crash_r; CREATE USER crash_u@localhost; GRANT crash_r TO crash_u@localhost; {PLUS}"
         "SET DEFAULT ROLE crash_r FOR crash_u@localhost; RENAME USER crash_u@localhost TO crash_w@localhost;",
         f"DROP USER crash_w@localhost; {PLUS} DROP ROLE crash_r;", COUNTER, only="mariadb"),

    Case("rows", f"INSERT INTO t VALUES (4, 40); UPDATE t SET n = n + 1; DELETE FROM t WHERE id = 1; {PLUS}",
         f"DELETE FROM t WHERE id = 4; UPDATE t SET n = n - 1; {PLUS} INSERT INTO t VALUES (1, 10);", ROWS + COUNTER),
    Case("rows-more", f"""
INSERT INTO t VALUES (1, 1) ON DUPLICATE KEY UPDATE n = n + 1;
REPLACE INTO t VALUES (2, 0);
INSERT INTO t SELECT id + 10, n + 1 FROM t;
UPDATE t JOIN counter SET t.n = t.n + counter.n, counter.n = counter.n + 1;
DELETE t FROM t JOIN counter ON t.id = counter.n;
SELECT * FROM t;
DO SLEEP(0.01);
{PLUS}""", f"DELETE FROM t WHERE id > 10; {PLUS}", ROWS + COUNTER),
    Case("rows-without-key", "INSERT INTO k VALUES (1), (1); INSERT INTO k SELECT n FROM k;", "DELETE FROM k LIMIT 1;", "CREATE TABLE k (n INT);"),
    Case("rows-many-revisions", [PLUS, f"{PLUS} {PLUS}", "", f"{PLUS} {PLUS} {PLUS}"], [PLUS, PLUS, "", f"{PLUS} {PLUS}"], COUNTER,
         holds="SELECT n = 6 FROM counter"),
    Case("variables-of-revisions", [f"SET @y = 103; {PLUS}", "SET @y = COALESCE(@y, 50); UPDATE counter SET n = n + @y;",
                                    f"CREATE TEMPORARY TABLE t (n INT); {PLUS}", f"UPDATE t SET n = n + 1; {PLUS}"], ["", "", "", ""], ROWS + COUNTER,
         may_stop=NO_MEMORY),
    Case("one-statement-each", ["CREATE TABLE a (n INT);", "ALTER TABLE a ADD m INT;", "ALTER TABLE a FORCE;", "CREATE TABLE b LIKE a;", PLUS, "RENAME TABLE b TO c;",
                                "CREATE VIEW v AS SELECT n FROM c;", "TRUNCATE TABLE c;", "CREATE TABLE d (n INT);"],
         ["DROP TABLE a;", "ALTER TABLE a DROP m;", "", "DROP TABLE b;", PLUS, "RENAME TABLE c TO b;", "DROP VIEW v;", "", "DROP TABLE d;"], COUNTER),
    Case("branches", [PLUS, f"ALTER TABLE t ADD a INT; {PLUS}", f"ALTER TABLE t ADD b INT; {PLUS}", PLUS],
         ["", "ALTER TABLE t DROP a;", f"ALTER TABLE t DROP b; {PLUS}", PLUS], ROWS + COUNTER, parents={2: [0], 3: [1, 2]},
         holds="SELECT n = 4 FROM counter"),
    Case("rows-and-tables", [f"{PLUS} {PLUS} ALTER TABLE t ADD c INT; {PLUS} UPDATE t SET c = n; ALTER TABLE t ADD INDEX (c); {PLUS}",
                             f"CREATE TABLE u AS SELECT SUM(c) AS n FROM t; {PLUS} UPDATE u SET n = n + 1;"],
         [f"{PLUS} ALTER TABLE t DROP c; {PLUS}", f"{PLUS} DROP TABLE u; {PLUS}"], ROWS + COUNTER, holds="SELECT n = 5 FROM counter"),
    Case("large-rows", "INSERT INTO b VALUES (1, REPEAT('x', 300000)); INSERT INTO b VALUES (2, '" + "y" * 100000 + f"'); {PLUS} ALTER TABLE b ADD n INT;",
         "DELETE FROM b; ALTER TABLE b DROP n;", "CREATE TABLE b (id INT PRIMARY KEY, t LONGTEXT);" + COUNTER),
    Case("rounds", "-- migrate:repeat-until-no-rows\nUPDATE t SET n = n + 1, done = 1 WHERE done = 0 LIMIT 3;\nUPDATE counter SET n = n + 1;",
         "-- migrate:repeat-until-no-rows\nUPDATE t SET n = n + 1, done = 0 WHERE done = 1 LIMIT 4;",
         "CREATE TABLE t (id INT PRIMARY KEY, n INT, done INT); INSERT INTO t VALUES "
         + many("(#, 0, 0)", 10, ", ") + ";" + COUNTER, holds="SELECT SUM(n) = 10 FROM t"),
    Case("rounds-between-tables", f"{PLUS}\nALTER TABLE t ADD c INT;\n-- migrate:repeat-until-no-rows\nDELETE FROM t WHERE id > 1 LIMIT 1;\n{PLUS}\nALTER TABLE t ADD d INT;",
         "ALTER TABLE t DROP c, DROP d;", ROWS + COUNTER, holds="SELECT n = 2 FROM counter"),
    Case("myisam-rows", "UPDATE m SET n = n + 1;", "UPDATE m SET n = n + 10;", MYISAM, may_stop=NO_TRACE,
         happened={"n + 1;": "SELECT n = 1 FROM m", "n + 1": "SELECT n = 1 FROM m", "n + 10": "SELECT n = 11 FROM m"}),
    Case("aria-rows", f"{PLUS} INSERT INTO m VALUES (1); ALTER TABLE m ADD INDEX (n);", f"{PLUS} DELETE FROM m; ALTER TABLE m DROP INDEX n;",
         COUNTER + "CREATE TABLE m (n INT) ENGINE = Aria;", only="mariadb", may_stop=NO_TRACE,
         happened={"INSERT INTO m": "SELECT COUNT(*) FROM m", "DELETE FROM m": "SELECT COUNT(*) = 0 FROM m"}),
    Case("rows-that-read-myisam", f"INSERT INTO t SELECT n + 20, n FROM m; {PLUS} UPDATE t SET n = (SELECT MAX(n) + 1 FROM m) WHERE id = 20; {PLUS} ALTER TABLE t ADD c INT;",
         "DELETE FROM t WHERE id - 20 IN (SELECT n FROM m); ALTER TABLE t DROP c;", ROWS + COUNTER + MYISAM, holds="SELECT n = 1 FROM t WHERE id = 20"),
    Case("mixed-rows", f"UPDATE t JOIN m SET t.n = t.n + 1, m.n = m.n + 1 WHERE id = 1; {PLUS}", "UPDATE t JOIN m SET t.n = t.n - 1, m.n = m.n - 1 WHERE id = 1;",
         ROWS + COUNTER + MYISAM, holds="SELECT t.n + m.n = 12 FROM t JOIN m WHERE id = 1", only="mariadb", may_stop=NO_TRACE),
    Case("myisam-rows-by-join", f"UPDATE m JOIN counter c ON c.n < 100 SET m.n = m.n + 1; {PLUS}", "DELETE m FROM m JOIN counter c ON c.n < 100;",
         COUNTER + MYISAM, holds="SELECT m.n = 1 FROM m", may_stop=NO_TRACE),
    # What a rolled back INSERT used up of the counter is no difference.
    Case("last-insert-id", "INSERT INTO a (n) VALUES (1); INSERT INTO b SELECT LAST_INSERT_ID() - id FROM a; UPDATE a SET id = 1; ALTER TABLE a ADD c INT;"
         "INSERT INTO b VALUES (7);", "DELETE FROM b; DELETE FROM a; ALTER TABLE a DROP c;",
         "CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, n INT) AUTO_INCREMENT = 77; CREATE TABLE b (n INT);",
         holds="SELECT MIN(n) = 0 FROM b"),

    Case("user-variables", f"SET @x = 5; ALTER TABLE t ADD c INT; UPDATE t SET c = @x; SET @x = @x + 1; ALTER TABLE t ADD d INT; UPDATE t SET d = @x; {PLUS}",
         "SET @y := 3; ALTER TABLE t DROP c; UPDATE t SET n = n + @y; ALTER TABLE t DROP d;", ROWS + COUNTER,
         holds="SELECT MIN(c) = 5 AND MAX(d) = 6 FROM t", may_stop=NO_MEMORY),
    Case("variable-of-a-query", "SET @last = (SELECT MAX(id) FROM t); INSERT INTO t VALUES (@last + 1, 0); ALTER TABLE t ADD c INT; UPDATE t SET n = 9 WHERE id = @last + 1;",
         "SELECT MAX(id) INTO @last FROM t; DELETE FROM t WHERE id = @last; ALTER TABLE t DROP c; UPDATE t SET n = 0 WHERE id = @last - 1;", ROWS,
         holds="SELECT n = 9 FROM t WHERE id = 4", may_stop=NO_MEMORY),
    Case("temporary-table", "CREATE TEMPORARY TABLE h AS SELECT id, n FROM t; UPDATE t SET n = 0; ALTER TABLE t ADD c INT; UPDATE t JOIN h USING (id) SET t.c = h.n;",
         "ALTER TABLE t DROP c;", ROWS, holds="SELECT SUM(c) = 60 FROM t", may_stop=NO_MEMORY),
    Case("use", f"{PLUS} USE crash_other; CREATE TABLE here (n INT); UPDATE o SET n = n + 1; ALTER TABLE here ADD c INT; USE crash; CREATE TABLE here (m INT);",
         f"DROP TABLE here; USE crash_other; DROP TABLE here; UPDATE o SET n = n + 1; {PLUS.replace('counter', 'crash.counter')}", OTHER + COUNTER,
         holds="SELECT n = 1 FROM crash_other.o"),
    Case("other-database", f"ALTER TABLE crash_other.o ADD INDEX (n); ALTER TABLE crash_other.o ADD INDEX (n); {PLUS} RENAME TABLE crash_other.o TO crash.o;",
         "RENAME TABLE o TO crash_other.o; TRUNCATE crash_other.o;", OTHER + COUNTER),
    Case("sql-mode", "SET sql_mode = 'ANSI_QUOTES'; CREATE TABLE \"q\" (\"a\" INT); ALTER TABLE \"q\" ADD \"b\" INT; INSERT INTO \"q\" VALUES (1, 2);",
         "SET SESSION sql_mode = 'ANSI_QUOTES'; ALTER TABLE \"q\" DROP \"b\"; DROP TABLE \"q\";"),
    Case("session-variables", "SET SESSION innodb_strict_mode = 0, time_zone = '+05:00'; CREATE TABLE z (t TIMESTAMP NOT NULL DEFAULT '2020-01-01 05:00:00'); INSERT INTO z VALUES ('2020-01-01 05:00:00');",
         "SET time_zone = '-03:00'; UPDATE z SET t = '2020-01-01 00:00:00'; ALTER TABLE z ADD c INT; UPDATE z SET t = '2021-01-01 00:00:00';"),

    Case("transactions", f"BEGIN; {PLUS} {PLUS} COMMIT; {PLUS} START TRANSACTION; {PLUS} ROLLBACK; BEGIN; {PLUS} SAVEPOINT a; {PLUS} ROLLBACK TO a; COMMIT;",
         f"BEGIN; {PLUS} COMMIT; BEGIN; {PLUS} COMMIT AND CHAIN; {PLUS} COMMIT;", COUNTER, holds="SELECT n = 4 FROM counter"),
    Case("transactions-and-tables", f"BEGIN; {PLUS} ALTER TABLE t ADD c INT; {PLUS} COMMIT; BEGIN; {PLUS} COMMIT; ALTER TABLE t ADD d INT; {PLUS}",
         f"{PLUS} BEGIN; ALTER TABLE t DROP c; {PLUS} COMMIT; ALTER TABLE t DROP d;", ROWS + COUNTER, holds="SELECT n = 4 FROM counter"),
    Case("no-autocommit", f"SET autocommit = 0; {PLUS} ALTER TABLE t ADD c INT; {PLUS} COMMIT; {PLUS} SET autocommit = 1; {PLUS}",
         f"SET autocommit = 0; {PLUS} {PLUS} COMMIT;", ROWS + COUNTER, holds="SELECT n = 4 FROM counter"),
    Case("locked-tables", f"LOCK TABLES counter WRITE; {PLUS} {PLUS} UNLOCK TABLES; {PLUS}", f"{PLUS}", COUNTER, holds="SELECT n = 3 FROM counter"),
    Case("call-rows", "CALL p(); CALL p(); ALTER TABLE t ADD c INT; CALL p();", "CALL p(); ALTER TABLE t DROP c;",
         ROWS + COUNTER + "CREATE PROCEDURE p() BEGIN UPDATE counter SET n = n + 1; UPDATE t SET n = n + 1; END;", holds="SELECT n = 3 FROM counter",
         may_stop=NO_TRACE),
    Case("call-that-rolls-back", f"{PLUS} CALL p(); {PLUS} ALTER TABLE t ADD c INT;", "CALL p(); ALTER TABLE t DROP c;",
         ROWS + COUNTER + "CREATE PROCEDURE p() BEGIN ROLLBACK; UPDATE counter SET n = n + 10; END;", holds="SELECT n = 12 FROM counter",
         may_stop=NO_TRACE),
    Case("call-with-handler", f"{PLUS} CALL p(); {PLUS}", "CALL p();",
         COUNTER + "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END; UPDATE counter SET n = n + 10; END;",
         holds="SELECT n = 12 FROM counter", may_stop=NO_TRACE),
    Case("savepoint-and-call", f"BEGIN; {PLUS} SAVEPOINT s; CALL p(); ROLLBACK TO s; {PLUS} COMMIT; {PLUS} ALTER TABLE t ADD c INT;", "ALTER TABLE t DROP c;",
         ROWS + COUNTER + "CREATE PROCEDURE p() UPDATE counter SET n = n + 10;", holds="SELECT n = 3 FROM counter"),
    Case("trigger-elsewhere", f"INSERT INTO t VALUES (9, 9); {PLUS}", f"DELETE FROM t WHERE id = 9; {PLUS}",
         ROWS + COUNTER + "CREATE DATABASE crash_other; CREATE TABLE crash_other.log (n INT) ENGINE = MyISAM;"
         "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO crash_other.log VALUES (NEW.n);", only="mariadb", may_stop=NO_TRACE),
    Case("rounds-with-trigger-elsewhere", f"-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 2;\n{PLUS}", PLUS,
         ROWS + COUNTER + "CREATE DATABASE crash_other; CREATE TABLE crash_other.log (n INT) ENGINE = MyISAM;"
         "CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW INSERT INTO crash_other.log VALUES (OLD.n);", only="mariadb", may_stop=NO_TRACE),
    Case("function-that-writes", f"SET @x = f(); {PLUS} SET @y = 1;", PLUS,
         COUNTER + "CREATE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN UPDATE counter SET n = n + 10; RETURN 5; END;", holds="SELECT n = 11 FROM counter", only="mariadb",
         may_stop=NO_MEMORY),
    Case("rounds-behind-skip-if", f"-- migrate:skip-if SELECT SUM(done) > 0 FROM t\n-- migrate:repeat-until-no-rows\nUPDATE t SET n = n + 1, done = 1 WHERE done = 0 LIMIT 2;\n{PLUS}",
         PLUS, "CREATE TABLE t (id INT PRIMARY KEY, n INT, done INT); INSERT INTO t VALUES " + many("(#, 0, 0)", 5, ", ") + ";" + COUNTER,
         holds="SELECT SUM(n) = 5 FROM t"),
    Case("call-table", f"CALL p(); {PLUS}", "CALL p();",
         ROWS + COUNTER + "CREATE PROCEDURE p() BEGIN UPDATE counter SET n = n + 1; ALTER TABLE t FORCE; UPDATE counter SET n = n + 1; END;",
         may_stop=NO_TRACE),
    Case("prepared", f"PREPARE s FROM 'UPDATE counter SET n = n + ?'; SET @one = 1; EXECUTE s USING @one; DEALLOCATE PREPARE s; {PLUS}", PLUS, COUNTER,
         holds="SELECT n = 2 FROM counter", may_stop=NO_MEMORY),
    Case("prepared-table", "SET @s = 'ALTER TABLE t ADD INDEX (n)'; PREPARE s FROM @s; EXECUTE s; DEALLOCATE PREPARE s;", "ALTER TABLE t DROP INDEX n;", ROWS),
    Case("prepared-call-that-rolls-back", f"SET @s = CONCAT('CALL ', 'p()'); {PLUS} PREPARE s FROM @s; EXECUTE s; {PLUS} ALTER TABLE t ADD c INT;", "ALTER TABLE t DROP c;",
         ROWS + COUNTER + "CREATE PROCEDURE p() BEGIN ROLLBACK; UPDATE counter SET n = n + 10; END;", holds="SELECT n = 12 FROM counter", may_stop=NO_TRACE),
    Case("view-that-writes", f"CREATE TEMPORARY TABLE h AS SELECT x FROM v; {PLUS} UPDATE counter SET n = n + (SELECT x FROM h);", PLUS,
         COUNTER + "CREATE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN UPDATE counter SET n = n + 10; RETURN 5; END; CREATE VIEW v AS SELECT f() AS x;",
         holds="SELECT n = 16 FROM counter", only="mariadb"),
    Case("insert-id", "SET INSERT_ID = 50; INSERT INTO a (n) VALUES (1); ALTER TABLE a ADD c INT; SET INSERT_ID = 60; INSERT INTO a (n) VALUES (2); ALTER TABLE a ADD d INT;",
         "DELETE FROM a; ALTER TABLE a DROP c, DROP d;", "CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, n INT);", holds="SELECT SUM(id) = 110 FROM a"),
    Case("skip-if", """
-- migrate:skip-if SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'crash' AND TABLE_NAME = 't' AND COLUMN_NAME = 'c'
ALTER TABLE t ADD c INT;
UPDATE counter SET n = n + 1;
-- migrate:skip-if SELECT COUNT(*) = 3 FROM t
UPDATE counter SET n = n + 100;
INSERT INTO t (id) VALUES (99);
ALTER TABLE t ADD d INT;""", "-- migrate:skip-if SELECT 1\nDROP TABLE t;\nALTER TABLE t DROP c, DROP d;\nDELETE FROM t WHERE id = 99;", ROWS + COUNTER,
         holds="SELECT n = 1 FROM counter"),
    Case("only-on", "-- migrate:only-on mariadb\nALTER TABLE t ADD c INT;\n-- migrate:only-on mysql\nALTER TABLE t ADD c BIGINT;\nUPDATE counter SET n = n + 1;",
         "ALTER TABLE t DROP c;", ROWS + COUNTER),

    Case("mended-tail", f"{PLUS} ALTER TABLE t ADD c INT; {PLUS} ALTER TABLE t ADD INDEX (n); {PLUS} ALTER TABLE t ADD INDEX (n);",
         "ALTER TABLE t DROP INDEX n; ALTER TABLE t DROP c;", ROWS + COUNTER, holds="SELECT n = 3 FROM counter",
         broken=f"{PLUS} ALTER TABLE t ADD c INT; {PLUS} ALTER TABLE t ADD INDEX (none); {PLUS}"),
    Case("mended-rows", [PLUS, f"{PLUS} INSERT INTO t VALUES (4, 4); {PLUS}"], [PLUS, "DELETE FROM t WHERE id = 4;"], ROWS + COUNTER,
         holds="SELECT n = 3 FROM counter", broken=f"{PLUS} INSERT INTO t VALUES (1, 4); {PLUS}"),

    Case("everything", [f"""
CREATE TABLE a (id INT PRIMARY KEY, n INT);
INSERT INTO a VALUES (1, 1), (2, 2);
{PLUS}
ALTER TABLE a ADD INDEX (n);
ALTER TABLE a ADD INDEX (n);
UPDATE a SET n = n + 1;
CREATE TABLE b AS SELECT * FROM a;
RENAME TABLE a TO x, b TO a;
ALTER TABLE a MODIFY n BIGINT, ALGORITHM = COPY;
{PLUS}
CREATE TRIGGER tr AFTER INSERT ON a FOR EACH ROW UPDATE counter SET n = n + 10;
INSERT INTO a VALUES (3, 3);""", f"""
DROP TABLE x, y;
TRUNCATE a;
INSERT INTO a VALUES (4, 4);
ALTER TABLE a FORCE;
CREATE VIEW v AS SELECT COUNT(*) AS c FROM a;
{PLUS}"""], [f"DROP TRIGGER tr; {PLUS} DROP TABLE a;", f"DROP VIEW v; {PLUS} CREATE TABLE x (n INT); ALTER TABLE a ADD c INT;"],
         COUNTER + "CREATE TABLE y (n INT);", holds="SELECT n = 23 FROM counter"),
    Case("tree-bin-manager", scripts="bin-manager/main"),
    Case("tree-asterisk", scripts="asterisk_config/config"),
]
