-- One of everything that a dump has to know, with names and values that break what is careless.

ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;

CREATE SEQUENCE `s'1` START WITH 5 INCREMENT BY 2;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('a1b2');

CREATE TABLE t_defaults (
    id INT PRIMARY KEY AUTO_INCREMENT,
    u CHAR(36) DEFAULT uuid(),
    c VARCHAR(20) DEFAULT concat('a', 'b'),
    d DATE DEFAULT curdate(),
    ts TIMESTAMP(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
    dt DATETIME DEFAULT current_timestamp(),
    e INT DEFAULT (1 + 2),
    f INT DEFAULT (`e` + 1),
    g TEXT DEFAULT 'abc',
    j JSON DEFAULT '{}',
    k BIT(5) DEFAULT b'101',
    z TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00',
    hex BINARY(4) DEFAULT x'00ff41',
    smile VARCHAR(9) DEFAULT '😀?',
    en ENUM('a', 'it''s', 'x\\y') NOT NULL DEFAULT 'a',
    n INT UNSIGNED ZEROFILL,
    nv INT DEFAULT nextval(`s'1`)
) COMMENT = 'it''s "a" \\ comment' AUTO_INCREMENT = 100;

CREATE TABLE t_generated (
    a INT NOT NULL,
    b INT GENERATED ALWAYS AS (a + 1) VIRTUAL,
    c INT AS (a * 2) STORED INVISIBLE,
    d INT DEFAULT 5 INVISIBLE,
    e VARCHAR(10) COLLATE utf8mb4_uca1400_swedish_as_cs
        AS (concat(a, 'x' COLLATE utf8mb4_uca1400_ai_ci)) VIRTUAL,
    txt TEXT COMPRESSED,
    tx2 TEXT,
    CHECK (a > 0),
    CONSTRAINT ck CHECK (d <> 3),
    PRIMARY KEY (a),
    KEY k1 (b DESC),
    KEY k2 (d) IGNORED,
    KEY k3 (tx2(10)),
    FULLTEXT ft (tx2)
) PAGE_COMPRESSED = 1 PAGE_COMPRESSION_LEVEL = 3;
INSERT INTO t_generated (a, d, txt) VALUES (1, 9, 'compressed'), (2, NULL, NULL);

CREATE TABLE t_long (id INT, t TEXT, UNIQUE (t));
CREATE TABLE t_aria (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE = Aria TRANSACTIONAL = 1 PAGE_CHECKSUM = 1;
CREATE TABLE t_myisam (id INT PRIMARY KEY, sp GEOMETRY NOT NULL, SPATIAL KEY (sp)) ENGINE = MyISAM;
INSERT INTO t_myisam VALUES (1, ST_GeomFromText('POINT(1 2)'));
CREATE TABLE t_part (id INT, dt DATE, PRIMARY KEY (id, dt))
    PARTITION BY RANGE (YEAR(dt)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
    (PARTITION p0 VALUES LESS THAN (2020) COMMENT = 'x', PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO t_part VALUES (2, '2019-01-01'), (1, '2021-01-01');
CREATE TABLE t_versioned (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING;
INSERT INTO t_versioned VALUES (1, 2);
CREATE TABLE t_period (id INT, s DATE, e DATE, PERIOD FOR p (s, e), UNIQUE (id, p WITHOUT OVERLAPS));
CREATE TABLE t_types (id INT PRIMARY KEY, u UUID, i6 INET6, i4 INET4);
INSERT INTO t_types VALUES (1, '123e4567-e89b-12d3-a456-426655440000', '::1', '10.0.0.1');

CREATE TABLE t_parent (
    id BINARY(16) PRIMARY KEY,
    name VARCHAR(100) COMMENT 'was utf8mb4_uca1400_ai_ci',
    d VARCHAR(60) NOT NULL DEFAULT 'utf8mb4_uca1400_ai_ci',
    UNIQUE KEY un (name)
) COMMENT = 'collate=utf8mb4_uca1400_ai_ci';
CREATE TABLE t_child (
    id INT PRIMARY KEY,
    p BINARY(16),
    CONSTRAINT fk FOREIGN KEY (p) REFERENCES t_parent (id) ON DELETE CASCADE ON UPDATE SET NULL
);

CREATE TABLE `utf8mb4_uca1400_ai_ci` (`utf8mb4_uca1400_ai_ci` INT, `we``ird "n'ame;` INT, `100%` INT,
    `select` INT, `ключ` INT, `*/` INT, `-- x` INT);
INSERT INTO `utf8mb4_uca1400_ai_ci` (`100%`) VALUES (3), (1), (NULL), (1);
CREATE TABLE `new
DROP TABLE t_child; --` (`a
b` INT PRIMARY KEY);
INSERT INTO `new
DROP TABLE t_child; --` VALUES (1);

SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';
CREATE TABLE t_values (
    id INT PRIMARY KEY AUTO_INCREMENT, t1 TINYINT, b BIGINT UNSIGNED, de DECIMAL(65, 30), f FLOAT, fd FLOAT(7, 2),
    db DOUBLE, bi BIT(1), b64 BIT(64), da DATE, ti TIME(6), dt DATETIME(6), ts TIMESTAMP(3) NULL, y YEAR, c CHAR(10),
    v VARCHAR(200), tx LONGTEXT, bn BINARY(4), vb VARBINARY(200), bl LONGBLOB, e ENUM('a', 'b''c'),
    st SET('x', 'y', 'z'), j JSON, g GEOMETRY, p POINT, l1 VARCHAR(50) CHARACTER SET latin1,
    sj VARCHAR(50) CHARACTER SET sjis, u2 VARCHAR(50) CHARACTER SET ucs2
);
INSERT INTO t_values (id, v) VALUES (0, 'zero id'), (-5, 'negative id');
INSERT INTO t_values VALUES
(1, -128, 18446744073709551615, 12345678901234567890123456789012345.123456789012345678901234567890, 3.14159274,
 12345.67, 2.2250738585072014e-308, b'1', ~0, '9999-12-31', '-838:59:59.000000', '9999-12-31 23:59:59.999999',
 '2037-01-01 00:00:00.123', 1901, 'ab  ',
 'it''s "q" \\ % _ \n \r \t \0 \Z */ -- # DELIMITER ;; utf8mb4_uca1400_ai_ci 😀 é', 'long', '\0a', '\0\'\\\n',
 x'fffe', 'b''c', 'x,z', '{"a": [1, 2.5, "x\\"y"], "b": null}', ST_GeomFromText('LINESTRING(0 0,1.5 2)', 4326),
 POINT(1, 2), 'é€', '日本', 'Ωж'),
(2, 0, 0, -0.000000000000000000000000000001, -0.0, -0.01, -0.0, b'0', b'0', '0000-00-00', '00:00:00',
 '0000-00-00 00:00:00', NULL, 0, '', '', '', '', '', '', 0, '', '[]', NULL, NULL, '', '', ''),
(3, 1, 1, 1, 1e38, 99999.99, 1.7976931348623157e308, 1, 1, '2021-02-31', '838:59:59.999999', '1000-01-01 00:00:00',
 '1970-01-01 00:00:01', 2155, 'x', REPEAT('''', 200), REPEAT('\\', 300), 'abcd', REPEAT(0x00, 200),
 REPEAT(0xff, 70000), 'b''c', 'y', '"s"', ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1))'), NULL, REPEAT('ÿ', 50),
 'ｱ', '字'),
(4, 1, 1, 1, 0.1, 1, 0.1, 1, 1, '2020-01-01', '12:00:00.5', '2020-01-01 00:00:00.000001', '2020-01-01 00:00:00',
 2020, ' lead', ' lead trail ', ' x ', ' ', ' ', ' ', 'a', '', '1e5', NULL, NULL, ' ', ' ', ' ');
SET sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION';

CREATE VIEW z_first AS
    SELECT id, name COLLATE utf8mb4_uca1400_as_cs AS n, concat(name, 'utf8mb4_uca1400_ai_ci') AS x
    FROM t_parent WHERE name COLLATE utf8mb4_uca1400_ai_ci = 'a';
CREATE VIEW v_check AS SELECT id FROM t_parent WHERE d <> '' WITH CASCADED CHECK OPTION;
CREATE VIEW a_second AS
    SELECT z.id, (SELECT count(*) FROM t_child c WHERE c.p = z.id) AS k FROM z_first z LEFT JOIN t_child t ON t.p = z.id;
CREATE SQL SECURITY INVOKER VIEW a_third AS
    WITH q AS (SELECT 1 AS one UNION SELECT 2) SELECT q.one, a.k, '😀' AS smile FROM q JOIN a_second a ORDER BY k;

DELIMITER $$
CREATE FUNCTION f1(a INT) RETURNS VARCHAR(20) DETERMINISTIC RETURN concat(a, '*/ $$ ;; DELIMITER')$$
CREATE PROCEDURE p1(IN a INT, OUT b VARCHAR(20) COLLATE utf8mb4_uca1400_ai_ci) COMMENT 'it''s'
BEGIN
    DECLARE rank INT DEFAULT 1; -- a comment: utf8mb4_uca1400_ai_ci ;;
    SET b = '
DELIMITER ;;
';
    /* DELIMITER // */
    SELECT rank + 1, '😀', '\\', "'";
    PREPARE s FROM 'select 1 collate utf8mb4_uca1400_ai_ci';
END$$
CREATE AGGREGATE FUNCTION agg(x INT) RETURNS INT
BEGIN
    DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN 1;
    LOOP FETCH GROUP NEXT ROW; END LOOP;
END$$
SET sql_mode = 'ORACLE'$$
CREATE PROCEDURE p_oracle(a VARCHAR2(10)) IS x INT; BEGIN x := 1; END$$
CREATE PACKAGE pk AS PROCEDURE q; END$$
CREATE PACKAGE BODY pk AS PROCEDURE q AS BEGIN SELECT 1; END; END$$
SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'$$
CREATE PROCEDURE "p ""ansi"""() SELECT 'back\', "a b" FROM (SELECT 1 AS "a b") x$$
SET sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION'$$
SET NAMES latin1$$
CREATE PROCEDURE p_latin() SELECT 'plain'$$
SET NAMES utf8mb4 COLLATE utf8mb4_general_ci$$
CREATE TRIGGER tr1 BEFORE INSERT ON t_parent FOR EACH ROW
BEGIN
    SET NEW.d = 'utf8mb4_uca1400_ai_ci';
    IF NEW.name COLLATE utf8mb4_uca1400_ai_ci = 'x' THEN SET NEW.name = 'y'; END IF;
END$$
CREATE TRIGGER a_tr0 BEFORE INSERT ON t_parent FOR EACH ROW PRECEDES tr1 SET NEW.d = concat(NEW.d, ';')$$
CREATE TRIGGER m_tr2 BEFORE INSERT ON t_parent FOR EACH ROW FOLLOWS tr1 SET NEW.d = concat(NEW.d, ';')$$
CREATE VIEW v_function AS SELECT f1(id) AS x FROM t_child$$
CREATE EVENT ev1 ON SCHEDULE EVERY 1 DAY COMMENT 'c' DO BEGIN DELETE FROM t_child; END$$
SET time_zone = '+05:00'$$
CREATE EVENT ev2 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00'
    ON COMPLETION PRESERVE DISABLE DO DELETE FROM t_child$$
SET time_zone = '+00:00'$$
DELIMITER ;
