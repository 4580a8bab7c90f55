"""The rules of the random cases that change rows, run code, steer by variables and change the session."""

from random_world import OTHER, Table, quoted


def _simple(table):
    return table.columns.get("n") == "number" and not table.special


def _transactional(table):
    return _simple(table) and table.engine == "InnoDB"


def _insert(world, table):
    columns, values = ["id", "n"], [str(world.number()), str(world.chance.randint(1, 9))]
    if table.texts:
        columns.append(quoted(world.chance.choice(table.texts)))
        values.append(world.text())
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(values)});"


def _update(world, table):
    if table.texts and world.chance.random() < 0.2:
        return f"UPDATE {table} SET n = n + 1, {quoted(world.chance.choice(table.texts))} = {world.text()};"
    return world.chance.choice((f"UPDATE {table} SET n = n + 1;", f"UPDATE {table} SET n = n * 2 + 1 WHERE id > 1;",
                                f"UPDATE {table} SET n = n + 7 ORDER BY id LIMIT 1;"))


def change(world):
    table = world.table(_simple)
    if not table:
        return None
    number = world.number()
    first = world.table(_simple)
    return world.chance.choices((
        _insert(world, table), _update(world, table),
        f"INSERT INTO {table} (id, n) VALUES ({number}, 1), ({number}00, 2);",
        f"INSERT INTO {table} (id, n) VALUES (1, 1) ON DUPLICATE KEY UPDATE n = COALESCE({table}.n, 0) + 5;",
        f"INSERT IGNORE INTO {table} (id, n) VALUES (1, 1), ({number}, 2);",
        f"REPLACE INTO {table} (id, n) SELECT id, COALESCE(n, 0) + 1 FROM {first};",
        f"INSERT INTO {table} (id, n) SELECT {number}00 + ROW_NUMBER() OVER (ORDER BY id), n FROM {first};",
        f"DELETE FROM {table} WHERE id % 3 = 1 ORDER BY id LIMIT 1;",
        f"UPDATE {table} a JOIN {first} b ON b.id > 1 SET a.n = a.n + 1;",
        f"UPDATE {table} JOIN counter c SET {table}.n = {table}.n + 1, c.n = c.n + 1;",
        f"DELETE a FROM {table} a JOIN counter c WHERE a.id = c.n;",
    ), (8, 8, 3, 2, 2, 2, 3, 3, 2, 2, 1))[0]


def counted(world):
    """Ids of the server's own choice. What a rolled back INSERT used up is no difference, so they are set anew."""
    tag, ident = world.number(), world.number()
    auto = next((t for t in world.tables.values() if "tag" in t.columns and "n" in t.columns and t.special), None)
    if not auto:
        return None
    made = [f"INSERT INTO {auto} (n, tag) VALUES (1, {tag});"]
    made += world.chance.choice(([], [f"INSERT INTO base (id, n) SELECT {ident}, LAST_INSERT_ID() - id FROM {auto} WHERE tag = {tag};"],
                                 ["ALTER TABLE crash_other.o FORCE;"]) if "base" in world.tables and "n" in world.tables["base"].columns else ([],))
    return [*made, f"UPDATE {auto} SET id = {ident} WHERE tag = {tag};"]


# Stored code.

def view(world):
    chance = world.chance
    if world.views and chance.random() < 0.4:
        return f"DROP VIEW {chance.choice(('', 'IF EXISTS '))}{world.views.pop()};"
    if world.views and chance.random() < 0.4:
        return f"CREATE OR REPLACE VIEW {world.views[-1]} AS SELECT id, n, {world.number()} AS x FROM second;"
    table = world.table(_simple)
    if not table:
        return None
    table.bound = True
    world.views.append(world.name("v"))
    name = world.views[-1]
    return [f"CREATE VIEW {name} AS SELECT id, n FROM {table};", *chance.choice((
        [], [f"UPDATE {name} SET n = n + 1;"], [f"INSERT INTO {name} (id, n) VALUES ({world.number()}, 1);"],
        [f"UPDATE {name} v JOIN counter c SET v.n = v.n + 1;"]))]


def trigger(world):
    chance = world.chance
    if world.triggers and chance.random() < 0.4:
        name, _ = world.triggers.pop()
        return f"DROP TRIGGER {name};"
    table = world.table(_simple)
    if not table or table.name == "second":
        return None
    table.bound = True
    name = world.name("g")
    world.triggers.append((name, table))
    body = chance.choice(("SET NEW.n = NEW.n + 1", "UPDATE counter SET n = n + 10", "INSERT INTO log (line) VALUES (NEW.id)",
                          f"UPDATE {OTHER}.o SET n = n + 1", "SET @seen = NEW.id"))
    when = chance.choice(("BEFORE INSERT", "AFTER UPDATE", "AFTER DELETE"))
    if when != "BEFORE INSERT" and "NEW" not in body:
        made = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW {body};"
    elif not body.startswith("SET NEW") or chance.random() < 0.5:
        made = f"{chance.choice(('CREATE', 'CREATE', 'CREATE OR REPLACE'))} TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW {body};"
    else:
        made = f"DELIMITER //\nCREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW BEGIN {body}; SET NEW.id = OLD.id; END//\nDELIMITER ;"
    return [made, _insert(world, table)] if chance.random() < 0.6 else made


def routine(world):
    chance = world.chance
    if world.routines and chance.random() < 0.4:
        return f"DROP PROCEDURE {world.routines.pop()};"
    name = world.name("p")
    world.routines.append(name)
    body = chance.choice(("UPDATE counter SET n = n + 1; INSERT INTO log (line) VALUES ('a;b');",
                          "UPDATE counter SET n = n + 1; SELECT n FROM counter;",
                          "UPDATE counter SET n = n + 1; COMMIT; UPDATE counter SET n = n + 1;",
                          "DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK; UPDATE counter SET n = n + 1;",
                          "SET @made = 5; UPDATE counter SET n = n + @made;",
                          "CREATE TABLE IF NOT EXISTS by_code (n INT); INSERT INTO by_code VALUES (1);",
                          "DECLARE i INT DEFAULT 0; WHILE i < 3 DO UPDATE counter SET n = n + 1; SET i = i + 1; END WHILE;"))
    made = [f"DELIMITER //\n{chance.choice(('CREATE', 'CREATE OR REPLACE'))} PROCEDURE {name}() BEGIN {body} END//\nDELIMITER ;"]
    made += [f"CALL {name}();"] * chance.choice((0, 1, 2))
    return made + ([f"ALTER PROCEDURE {name} COMMENT 'once';"] if chance.random() < 0.3 else [])


def call(world):
    routine_ = world.chance.choice(("adds", "adds", "adds", "commits", "alters", "logs"))
    return f"CALL {routine_}({world.number()});"


def function(world):
    chance = world.chance
    table = world.table(_simple)
    if not table:
        return None
    name = world.name("f")
    return chance.choice((
        [f"UPDATE {table} SET n = n + looks();"], [f"INSERT INTO {table} (id, n) VALUES ({world.number()}, writes(2));"], ["DO writes(3);"],
        ["SELECT writes(4);"], ["SET @w = writes(5);"],
        ["SELECT notes(4);"], ["SET @w = notes(5);"], [f"UPDATE {table} SET n = n + notes(6) LIMIT 1;"], ["CALL adds(writes(1));"],
        ["SELECT notes(7) INTO @w;"], [f"CREATE TABLE {name} AS SELECT writes(8) AS a;"], [f"CREATE TABLE {name} AS SELECT notes(8) AS a;"],
        [f"CREATE VIEW {name}v AS SELECT notes(9) AS a;", f"INSERT INTO {OTHER}.o SELECT a FROM {name}v;"],
        [f"CREATE FUNCTION {name}() RETURNS INT DETERMINISTIC RETURN {world.number()};", f"UPDATE {table} SET n = n + {name}();",
         f"DROP FUNCTION {name};"]))


def event(world):
    chance = world.chance
    if world.events:
        name = world.events.pop()
        other = world.name("e")
        return chance.choice(([f"DROP EVENT {name};"], [f"ALTER EVENT {name} COMMENT {world.text()};", f"DROP EVENT IF EXISTS {name};"],
                              [f"ALTER EVENT {name} RENAME TO {other};"]))
    world.events.append(world.name("e"))
    return f"CREATE EVENT {world.events[-1]} ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01' DO DELETE FROM base WHERE id = ';';"


def account(world):
    if world.users and world.chance.random() < 0.6:
        user = world.users[-1]
        return world.chance.choice((f"GRANT SELECT ON crash.* TO {user};", f"GRANT INSERT, UPDATE (n) ON crash.counter TO {user};",
                                    f"GRANT SELECT ON crash.counter TO {user}; REVOKE SELECT ON crash.counter FROM {user};",
                                    f"ALTER USER {user} ACCOUNT LOCK;", f"CREATE USER IF NOT EXISTS {user};"))
    world.users.append(f"crash_{world.number()}@localhost")
    return f"CREATE USER {world.users[-1]};"


# Variables, prepared texts.

def variable(world):
    table, other = world.table(_simple), world.table(_simple)
    if not table:
        return None
    name, between = world.name("x"), []
    if world.chance.random() < 0.4:
        between = [world.chance.choice(("UPDATE counter SET n = n + 1;", f"ALTER TABLE {OTHER}.o FORCE;"))]
    setting = world.chance.choice((f"SET @{name} = {world.number()};", f"SET @{name} := (SELECT COUNT(*) FROM {other});",
                                   f"SELECT COUNT(*) INTO @{name} FROM {other};", f"SELECT @{name} := MAX(id) FROM {other};",
                                   f"UPDATE {other} SET n = n + 1;\nSET @{name} = ROW_COUNT();",
                                   f"SET @{name} = 1, @{name}y = 2;\nSET @{name} = @{name} + @{name}y;"))
    return [setting, *between, f"UPDATE {table} SET n = n + @{name};"]


def prepared(world):
    table = world.table(_simple)
    if not table:
        return None
    column = world.name("c")
    text = world.chance.choice((f"UPDATE {table} SET n = n + 1", f"ALTER TABLE {OTHER}.o ADD {column} INT", f"ALTER TABLE {OTHER}.o COMMENT = ''c''",
                                f"CREATE TABLE {world.name('q')} (n INT)", "CALL adds(3)", "CALL logs(3)", "TRUNCATE TABLE crash_other.o"))
    way = world.chance.choice((["SET @s = '{0}';", "PREPARE s FROM @s;"], ["PREPARE s FROM '{0}';"]))
    return [*(line.format(text) for line in way), "EXECUTE s;", "DEALLOCATE PREPARE s;"]


def set_for_later(world):
    """Anything behind it in its script may name it."""
    world.variables.append(world.name("y"))
    return f"SET @{world.variables[-1]} = {world.chance.choice((world.number(), '(SELECT COUNT(*) FROM counter)', 'CONCAT(1, 2)'))};"


def use_of_earlier(world):
    if not world.variables:
        return None
    name = world.chance.choice(world.variables)
    return world.chance.choice((f"UPDATE counter SET n = n + COALESCE(@{name}, 50);", f"SET @{name} = COALESCE(@{name}, 0) + 1;",
                                f"SET @{name} = NULL;", f"CALL adds(COALESCE(@{name}, 60));"))


def prepared_twice(world):
    first, use = world.chance.choice((("UPDATE counter SET n = n + ?", "EXECUTE s2 USING @q;"),
                                      ("INSERT INTO crash_other.o VALUES (2)", "EXECUTE s2;")))
    between = world.chance.choice(([], ["UPDATE counter SET n = n + 1;"], [f"ALTER TABLE {OTHER}.o FORCE;"],
                                   [f"PREPARE s2 FROM '{first.replace('2', '3').replace('n + ?', 'n + 2 * ?')}';"]))
    return [f"SET @q = {world.number()};", f"PREPARE s2 FROM '{first}';", use, *between, use]


def immediate(world):
    return f"EXECUTE IMMEDIATE 'UPDATE counter SET n = n + {world.number()}';"


def steered(world):
    """The idiom by which scripts ask before they alter."""
    added = world.new_column()
    if not added:
        return None
    table, column, where = added
    body = f"ALTER TABLE {table} ADD {column} INT".replace("'", "''")
    condition = f"(SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND {where}) = 0"
    made = [f"SET @s = IF({condition}, '{body}', 'SELECT 1');", "PREPARE s FROM @s;", "EXECUTE s;", "DEALLOCATE PREPARE s;"]
    return made * world.chance.choice((1, 1, 2))


# The session.

_MODES = (
    ("SET sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES';", "CREATE TABLE `{0}` (id INT PRIMARY KEY, \"n\" INT, x VARCHAR(9) DEFAULT 'a;\"b');",
     "INSERT INTO `{0}` (id, \"n\") VALUES (1, 1);", "ALTER TABLE `{0}` ADD \"x;y\" INT;", "SET sql_mode = 'STRICT_TRANS_TABLES';"),
    ("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';", "CREATE TABLE `{0}` (id INT PRIMARY KEY, n INT, x VARCHAR(9) DEFAULT '\\');",
     "INSERT INTO `{0}` (id, n, x) VALUES (1, 1, ';\\');"),
)



def mode(world):
    name = world.name("t")
    world.tables[name] = Table(name, {"n": "number"})
    return [line.format(name.replace("`", "``")) for line in world.chance.choice(_MODES)]


def settings(world):
    name = world.name("t")
    world.tables[name] = Table(name, {"n": "number"}, special=True)
    return world.chance.choice((
        ["SET time_zone = '+05:00';", f"CREATE TABLE {quoted(name)} (id INT PRIMARY KEY, n INT, at TIMESTAMP NOT NULL DEFAULT '2020-01-01 05:00:00');",
         f"INSERT INTO {quoted(name)} (id, n) VALUES (1, 1);", f"INSERT INTO {quoted(name)} VALUES (2, 2, '2021-01-01 00:00:00');"],
        ["SET NAMES latin1;", f"CREATE TABLE {quoted('x' + str(world.number()))} (n INT);", "SET NAMES utf8mb4;",
         f"CREATE TABLE {quoted(name)} (id INT PRIMARY KEY, n INT) COMMENT = 'ü';"],
        ["SET SESSION innodb_strict_mode = 0;", f"CREATE TABLE {quoted(name)} (id INT PRIMARY KEY, n INT);"]))


# Transactions of the script's.

def _inside(world):
    """One to three statements for the inside of a transaction."""
    table = world.table(_transactional)
    made = ["UPDATE counter SET n = n + 1;"]
    if table:
        made += [_insert(world, table), _update(world, table)]
    return made[:world.chance.randint(1, 3)]


def transaction(world):
    chance = world.chance
    begin = chance.choice(("BEGIN;", "START TRANSACTION;"))
    way = chance.randrange(6)
    if way == 0:
        return [begin, *_inside(world), "ROLLBACK;"]
    if way == 1:
        return [begin, *_inside(world), "SAVEPOINT a;", *_inside(world), "ROLLBACK TO SAVEPOINT a;", "UPDATE counter SET n = n + 1;", "COMMIT;"]
    if way == 2:
        return [begin, *_inside(world), f"ALTER TABLE {OTHER}.o COMMENT = 'in';", *_inside(world), "COMMIT;"]
    if way == 3:
        return ["SET autocommit = 0;", *_inside(world), chance.choice(("COMMIT;", "ROLLBACK;", f"ALTER TABLE {OTHER}.o FORCE;")),
                *_inside(world), "SET autocommit = 1;"]
    if way == 4:
        return [begin, *_inside(world), f"CALL adds({world.number()});", *_inside(world), "COMMIT;"]
    return [begin, *_inside(world), chance.choice(("COMMIT;", "COMMIT AND CHAIN;\nUPDATE counter SET n = n + 1;\nCOMMIT;"))]


# What may commit a transaction, and what may not, though it looks so.
_BETWEEN = (
    "CREATE TEMPORARY TABLE {0} (n INT)", "CREATE TEMPORARY TABLE {0} AS SELECT n FROM counter", "CREATE OR REPLACE TEMPORARY TABLE {0} (n INT)",
    "CREATE TEMPORARY TABLE {0} (n INT); ALTER TABLE {0} ADD m INT", "CREATE TEMPORARY TABLE {0} (n INT); TRUNCATE TABLE {0}",
    "CREATE TEMPORARY TABLE {0} (n INT); CREATE INDEX i ON {0} (n)", "CREATE TEMPORARY TABLE {0} (n INT); DROP TEMPORARY TABLE {0}",
    "CREATE TEMPORARY TABLE {0} (n INT); DROP TABLE {0}", "CREATE TEMPORARY TABLE {0} (n INT) ENGINE = MyISAM; INSERT INTO {0} VALUES (1)",
    "CREATE TEMPORARY TABLE {0} (n INT); INSERT INTO {0} VALUES (1); UPDATE counter SET n = n + (SELECT SUM(n) FROM {0})",
    "DROP TEMPORARY TABLE IF EXISTS nothing", "DROP TABLE IF EXISTS nothing", "CREATE TABLE IF NOT EXISTS counter (x INT)", "ANALYZE TABLE counter",
    "CHECK TABLE counter", "FLUSH STATUS", "FLUSH TABLES counter", "OPTIMIZE TABLE crash_other.o", "SET autocommit = 1", "BEGIN",
    "SHOW TABLES", "EXPLAIN UPDATE counter SET n = 5", "SELECT n FROM counter FOR UPDATE", "DO 1", "SET @b = (SELECT n FROM counter)",
    "PREPARE b FROM 'ALTER TABLE crash_other.o FORCE'; EXECUTE b", "EXECUTE IMMEDIATE 'TRUNCATE TABLE crash_other.o'", "CALL commits(1)",
    "SET STATEMENT lock_wait_timeout = 5 FOR UPDATE counter SET n = n + 1", "SAVEPOINT b; UPDATE counter SET n = n + 3; RELEASE SAVEPOINT b",
    "SAVEPOINT b; UPDATE counter SET n = n + 3; ROLLBACK TO b", "UNLOCK TABLES", "LOCK TABLES counter WRITE; UNLOCK TABLES", "CALL adds(2)",
    "INSERT INTO crash_other.o VALUES (5) RETURNING n", "CREATE VIEW {0} AS SELECT 1", "CREATE USER crash_{0}@localhost",
    "ROLLBACK AND CHAIN", "COMMIT AND CHAIN", "SET SESSION completion_type = 1", "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    "USE crash_other; USE crash", "SELECT writes(3)", "SET @b = writes(2)", "TRUNCATE TABLE crash_other.o", "RENAME TABLE crash_other.o TO crash_other.o",
)


def disputed(world):
    chance, plus = world.chance, "UPDATE counter SET n = n + 1;"
    begin = chance.choice(("BEGIN;", "START TRANSACTION;", "SET autocommit = 0;"))
    end = chance.choice(("ROLLBACK;", "ROLLBACK;", "COMMIT;", ""))
    between = chance.choice(_BETWEEN).format(world.name("b"))
    return [begin, plus, f"{between};", plus, end, *(["SET autocommit = 1;"] if "auto" in begin and chance.random() < 0.8 else [])]


def locked(world):
    table = world.table(lambda t: _transactional(t) and not t.bound and not t.keys and not t.parent)
    if not table:
        return None
    return [f"LOCK TABLES counter WRITE, {table} WRITE;", "UPDATE counter SET n = n + 1;", _update(world, table), "UNLOCK TABLES;"]


def temporary(world):
    chance = world.chance
    table = world.table(_simple)
    if not table:
        return None
    name = chance.choice((world.name("h"), "second"))
    ending = chance.choice((f"DROP TEMPORARY TABLE {name};", f"DROP TABLE {name};", f"DROP TEMPORARY TABLE IF EXISTS {name};"))
    create = chance.choice((f"CREATE TEMPORARY TABLE {name} ENGINE = {chance.choice(('InnoDB', 'MEMORY', 'MyISAM'))} AS SELECT id, n FROM {table};",
                            f"CREATE TEMPORARY TABLE {name} (id INT, n INT);\nINSERT INTO {name} VALUES (1, 2);",
                            f"CREATE TEMPORARY TABLE {name} LIKE {table};" if not table.partitions and table.name != name else
                            f"CREATE TEMPORARY TABLE {name} (id INT PRIMARY KEY, n INT);"))
    use = chance.choice(("UPDATE counter SET n = n + (SELECT COUNT(*) FROM {0});", "UPDATE {0} SET n = n + 1;",
                         "ALTER TABLE {0} ADD zz INT;", "TRUNCATE TABLE {0};")).format(name)
    return [create, use, ending]



GRAMMAR = [(change, 24), (counted, 3), (view, 4), (trigger, 5), (routine, 5), (call, 4), (function, 3), (event, 3), (account, 3),
           (variable, 4), (prepared, 4), (immediate, 1), (steered, 3), (mode, 2), (settings, 2), (transaction, 6), (locked, 1),
           (temporary, 4), (set_for_later, 2), (use_of_earlier, 3), (prepared_twice, 2), (disputed, 7)]
