"""Cases about tables: each kind of DDL, alone and among counters that betray a second time."""

from case import Case

# One row in `counter` for each kind of thing counted; nothing here may be counted twice.
COUNTER = "CREATE TABLE counter (n INT NOT NULL); INSERT INTO counter VALUES (0);"
PLUS = "UPDATE counter SET n = n + 1;"
ROWS = "CREATE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 10), (2, 20), (3, 30);"


def many(template, count, separator=" "):
    return separator.join(template.replace("#", str(number)) for number in range(count))


CASES = [
    Case("create-table", "CREATE TABLE t (id INT PRIMARY KEY);", "DROP TABLE t;"),
    Case("create-table-if-not-exists", f"CREATE TABLE IF NOT EXISTS t (x INT); {PLUS}",
         f"DROP TABLE IF EXISTS nothing; {PLUS}", ROWS + COUNTER, holds="SELECT n = 1 FROM counter"),
    Case("create-among-counters", f"{PLUS} CREATE TABLE a (x INT); {PLUS} CREATE TABLE b (x INT); {PLUS}",
         f"{PLUS} DROP TABLE b; {PLUS} DROP TABLE a; {PLUS}", COUNTER, holds="SELECT n = 3 FROM counter"),
    Case("create-drop-create", "CREATE TABLE t (a INT); DROP TABLE t; CREATE TABLE t (a INT); DROP TABLE t; CREATE TABLE t (a INT);",
         "DROP TABLE t; CREATE TABLE t (a INT); DROP TABLE t;"),
    Case("create-like", "CREATE TABLE u LIKE t; INSERT INTO u SELECT * FROM t;", "DROP TABLE u;", ROWS),
    Case("create-select", f"CREATE TABLE u (PRIMARY KEY (id)) AS SELECT id, n + 1 AS n FROM t; UPDATE u SET n = n + 1; {PLUS}",
         f"DROP TABLE u; {PLUS}", ROWS + COUNTER, holds="SELECT SUM(n) = 66 FROM u"),
    Case("create-or-replace", f"CREATE OR REPLACE TABLE t (id INT, was INT); {PLUS}",
         f"CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, n INT); {PLUS}", ROWS + COUNTER, only="mariadb"),
    Case("create-or-replace-same", "CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (7, 7);",
         "CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, n INT);", ROWS, holds="SELECT COUNT(*) = 1 FROM t", only="mariadb"),
    Case("create-foreign-keys", "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (id INT, p INT, FOREIGN KEY (p) REFERENCES p (id));",
         "DROP TABLE c; DROP TABLE p;"),
    Case("odd-names", "CREATE TABLE `we``ird.näme` (`a b` INT); ALTER TABLE `we``ird.näme` ADD INDEX (`a b`); CREATE TABLE `T` (x INT);",
         "DROP TABLE `T`; DROP TABLE `we``ird.näme`;", "CREATE TABLE t (x INT);"),
    Case("version-comments", "/*!50000 CREATE TABLE a (x INT) */; /*!50000 ALTER TABLE a */ ADD INDEX (x); INSERT INTO a VALUES (1);",
         "/*!50000 DROP TABLE a */;"),

    Case("add-column", "ALTER TABLE t ADD COLUMN c INT DEFAULT 5;", "ALTER TABLE t DROP COLUMN c;", ROWS),
    Case("add-column-if-not-exists", f"ALTER TABLE t ADD COLUMN IF NOT EXISTS n INT; {PLUS} ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT;",
         f"ALTER TABLE t DROP COLUMN IF EXISTS c; {PLUS} ALTER TABLE t DROP COLUMN IF EXISTS c;", ROWS + COUNTER, only="mariadb"),
    Case("add-drop-add-column", "ALTER TABLE t ADD c INT; ALTER TABLE t DROP c; ALTER TABLE t ADD c INT;",
         "ALTER TABLE t DROP c; ALTER TABLE t ADD c INT; ALTER TABLE t DROP c;", ROWS),
    Case("add-unnamed-index", "ALTER TABLE t ADD INDEX (n); ALTER TABLE t ADD INDEX (n);",
         "ALTER TABLE t DROP INDEX n_2; ALTER TABLE t DROP INDEX n;", ROWS),
    Case("create-index", "CREATE INDEX i ON t (n); CREATE UNIQUE INDEX j ON t (n, id);", "DROP INDEX j ON t; DROP INDEX i ON t;", ROWS),
    Case("change-column", "ALTER TABLE t MODIFY n BIGINT NOT NULL; ALTER TABLE t CHANGE n m BIGINT NOT NULL; UPDATE t SET m = m + 1;",
         "UPDATE t SET m = m - 1; ALTER TABLE t CHANGE m n BIGINT NOT NULL; ALTER TABLE t MODIFY n INT;", ROWS),
    Case("swap-columns", "ALTER TABLE t RENAME COLUMN a TO x, RENAME COLUMN b TO a; ALTER TABLE t RENAME COLUMN x TO b;",
         "ALTER TABLE t RENAME COLUMN a TO x, RENAME COLUMN b TO a; ALTER TABLE t RENAME COLUMN x TO b;",
         "CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 2);"),
    Case("default-and-back", "ALTER TABLE t ALTER n SET DEFAULT 4; ALTER TABLE t ALTER n DROP DEFAULT; ALTER TABLE t ALTER n SET DEFAULT 4;",
         "ALTER TABLE t ALTER n DROP DEFAULT;", ROWS),
    Case("alter-force", f"{PLUS} ALTER TABLE t FORCE; {PLUS} ALTER TABLE t ENGINE = InnoDB; {PLUS}", f"ALTER TABLE t FORCE; {PLUS}",
         ROWS + COUNTER, holds="SELECT n = 3 FROM counter"),
    Case("alter-same-comment", f"ALTER TABLE t COMMENT = 'same'; {PLUS} ALTER TABLE t COMMENT = 'same'; {PLUS}",
         f"ALTER TABLE t COMMENT = 'same'; {PLUS}", ROWS + COUNTER + "ALTER TABLE t COMMENT = 'same';",
         holds="SELECT n = 2 FROM counter"),
    Case("auto-increment", "ALTER TABLE t AUTO_INCREMENT = 100;", "ALTER TABLE t AUTO_INCREMENT = 200;",
         "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT);", counts=True),
    Case("foreign-key", "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p (id);", "ALTER TABLE c DROP FOREIGN KEY c_ibfk_1;",
         "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (id INT, p INT); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);"),
    Case("check-constraint", "ALTER TABLE t ADD CHECK (n > 0); ALTER TABLE t ADD CONSTRAINT low CHECK (n < 100);",
         "ALTER TABLE t DROP CONSTRAINT low;", ROWS),
    Case("charset", "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; ALTER DATABASE crash CHARACTER SET utf8mb4;",
         "ALTER DATABASE crash CHARACTER SET latin1; ALTER TABLE t CONVERT TO CHARACTER SET latin1;",
         "CREATE TABLE t (a VARCHAR(10)) CHARACTER SET latin1; INSERT INTO t VALUES ('x');"),
    Case("fulltext-and-generated", "ALTER TABLE t ADD FULLTEXT (w); ALTER TABLE t ADD g INT AS (LENGTH(w)) STORED; ALTER TABLE t ADD INDEX (g);",
         "ALTER TABLE t DROP INDEX w; ALTER TABLE t DROP g;",
         "CREATE TABLE t (id INT PRIMARY KEY, w VARCHAR(50)); INSERT INTO t VALUES (1, 'one two');"),
    Case("alter-and-rename", "ALTER TABLE t ADD c INT, RENAME TO u; UPDATE u SET c = n + 1;", "ALTER TABLE u DROP c, RENAME TO t;", ROWS),

    Case("rename", "RENAME TABLE t TO u;", "ALTER TABLE u RENAME TO t;", ROWS),
    Case("rename-several", "RENAME TABLE a TO x, b TO y, c TO z;", "RENAME TABLE x TO a, y TO b, z TO c;",
         "CREATE TABLE a (n INT); CREATE TABLE b (n INT); CREATE TABLE c (n INT);"
         "INSERT INTO a VALUES (1); INSERT INTO b VALUES (2); INSERT INTO c VALUES (3);"),
    Case("rename-swap", f"RENAME TABLE a TO x, b TO a, x TO b; {PLUS}", f"{PLUS} RENAME TABLE a TO x, b TO a, x TO b;",
         "CREATE TABLE a (n INT); CREATE TABLE b (n INT); INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);" + COUNTER,
         holds="SELECT n = 2 FROM a"),
    Case("rename-swap-one-by-one", "ALTER TABLE a RENAME TO x; ALTER TABLE b RENAME TO a; RENAME TABLE x TO b;",
         "RENAME TABLE a TO x; RENAME TABLE b TO a; RENAME TABLE x TO b;",
         "CREATE TABLE a (n INT); CREATE TABLE b (n INT); INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);"),
    Case("rename-and-make-anew", "RENAME TABLE t TO t_old; CREATE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t SELECT * FROM t_old WHERE id > 1;",
         "DROP TABLE t; RENAME TABLE t_old TO t;", ROWS),
    Case("rename-60", "RENAME TABLE " + many("m# TO n#", 60, ", ") + ";", "RENAME TABLE " + many("n# TO m#", 60, ", ") + ";",
         many("CREATE TABLE m# (x INT);", 60)),

    Case("drop-several", "DROP TABLE a, b, c;", "CREATE TABLE a (n INT); CREATE TABLE b (n INT); CREATE TABLE c (n INT);",
         "CREATE TABLE a (n INT); CREATE TABLE b (n INT); CREATE TABLE c (n INT);"),
    Case("drop-several-if-exists", f"{PLUS} DROP TABLE IF EXISTS a, nothing, b; {PLUS}", f"{PLUS} CREATE TABLE a (n INT); CREATE TABLE b (n INT);",
         "CREATE TABLE a (n INT); CREATE TABLE b (n INT);" + COUNTER),
    Case("drop-60", "DROP TABLE " + many("m#", 60, ", ") + ";", many("CREATE TABLE m# (x INT);", 3) + many("CREATE TABLE k# (x INT);", 3),
         many("CREATE TABLE m# (x INT);", 60)),
    Case("drop-with-foreign-keys", "SET FOREIGN_KEY_CHECKS = 0; DROP TABLE p; DROP TABLE c; SET FOREIGN_KEY_CHECKS = 1;",
         "SET FOREIGN_KEY_CHECKS = 0; CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (id)); CREATE TABLE p (id INT PRIMARY KEY);",
         "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (id));"),

    Case("truncate-and-refill", f"TRUNCATE TABLE t; INSERT INTO t VALUES (5, 50); {PLUS} TRUNCATE TABLE u;",
         "TRUNCATE TABLE t; INSERT INTO t VALUES (1, 10); INSERT INTO t VALUES (2, 20);",
         ROWS + COUNTER + "CREATE TABLE u (n INT); INSERT INTO u VALUES (1);", holds="SELECT SUM(n) = 50 FROM t"),
    Case("truncate-ddl-refill", "TRUNCATE TABLE t; INSERT INTO t VALUES (5, 50); ALTER TABLE t ADD c INT; TRUNCATE TABLE u; INSERT INTO u SELECT id FROM t;",
         "ALTER TABLE t DROP c; TRUNCATE TABLE u;", ROWS + "CREATE TABLE u (n INT); INSERT INTO u VALUES (1);",
         holds="SELECT SUM(n) = 5 FROM u"),
    Case("truncate-twice", "TRUNCATE t; TRUNCATE t; INSERT INTO t VALUES (1, 1); TRUNCATE t; INSERT INTO t VALUES (2, 2);", "TRUNCATE t;", ROWS),

    Case("partitions", "ALTER TABLE t ADD PARTITION (PARTITION p2 VALUES LESS THAN (300)); INSERT INTO t VALUES (250);"
         "ALTER TABLE t REORGANIZE PARTITION p0 INTO (PARTITION p0a VALUES LESS THAN (50), PARTITION p0b VALUES LESS THAN (100));"
         "ALTER TABLE t DROP PARTITION p1; ALTER TABLE t TRUNCATE PARTITION p0a; INSERT INTO t VALUES (7);",
         "ALTER TABLE t REMOVE PARTITIONING; ALTER TABLE t PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (1000));",
         "CREATE TABLE t (n INT PRIMARY KEY) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200));"
         "INSERT INTO t VALUES (1), (60), (150);", holds="SELECT SUM(n) = 317 FROM t"),
    Case("exchange-partition", "ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE u;", "ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE u;",
         "CREATE TABLE t (n INT PRIMARY KEY) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (100)); CREATE TABLE u (n INT PRIMARY KEY);"
         "INSERT INTO t VALUES (1); INSERT INTO u VALUES (2);"),
    Case("hash-partitions", "ALTER TABLE t ADD PARTITION PARTITIONS 2; ALTER TABLE t ADD PARTITION PARTITIONS 2;", "ALTER TABLE t COALESCE PARTITION 2;",
         "CREATE TABLE t (n INT PRIMARY KEY) PARTITION BY HASH (n) PARTITIONS 2; INSERT INTO t VALUES (1), (2), (3);"),

    Case("myisam-ddl", "CREATE TABLE m (id INT PRIMARY KEY, n INT) ENGINE = MyISAM; ALTER TABLE m ADD INDEX (n); ALTER TABLE m ADD INDEX (n);"
         "ALTER TABLE m ADD c INT; RENAME TABLE m TO k;", "ALTER TABLE k ENGINE = InnoDB; TRUNCATE k; DROP TABLE k;"),
    Case("myisam-alter", "ALTER TABLE m FORCE; ALTER TABLE m ADD INDEX (n); ALTER TABLE m DISABLE KEYS; ALTER TABLE m ENABLE KEYS;",
         "ALTER TABLE m DROP INDEX n;", "CREATE TABLE m (n INT) ENGINE = MyISAM; INSERT INTO m VALUES (1), (2);"),
    Case("aria-ddl", "CREATE TABLE m (id INT PRIMARY KEY, n INT) ENGINE = Aria; ALTER TABLE m ADD INDEX (n); ALTER TABLE m ADD INDEX (n);"
         "ALTER TABLE m ADD c INT; RENAME TABLE m TO k;", "ALTER TABLE k DROP c; DROP TABLE k;", only="mariadb"),
    Case("aria-select", "CREATE TABLE m ENGINE = Aria AS SELECT n FROM t; ALTER TABLE m ADD INDEX (n);", "DROP TABLE m;", ROWS, only="mariadb"),
    Case("myisam-truncate", f"TRUNCATE m; {PLUS}", f"TRUNCATE m; {PLUS}",
         "CREATE TABLE m (n INT) ENGINE = MyISAM; INSERT INTO m VALUES (1);" + COUNTER),
    Case("waiting-options", "ALTER TABLE t WAIT 5 ADD c INT; SET STATEMENT lock_wait_timeout = 3 FOR ALTER TABLE t ADD INDEX (c);",
         "ALTER TABLE t DROP c;", ROWS, only="mariadb"),
    Case("system-versioned", "ALTER TABLE t ADD SYSTEM VERSIONING;", "ALTER TABLE t DROP SYSTEM VERSIONING;", ROWS, only="mariadb"),
    Case("maintenance", f"ANALYZE TABLE t; {PLUS} OPTIMIZE TABLE t; {PLUS} CHECK TABLE t; FLUSH TABLES t; {PLUS}", f"ANALYZE TABLE t; {PLUS}",
         ROWS + COUNTER, holds="SELECT n = 3 FROM counter"),
]
