"""The rules of the random cases that set something of the session, under which the statements behind it run, and those
of directives, blocks and sequences."""

from random_world import OTHER, Table, quoted

# A setting, and how it was; dbmig's own statements have to do their work under each.
SETTINGS = (
    ("SET SESSION sql_quote_show_create = 0;", "SET SESSION sql_quote_show_create = 1;"),
    ("SET SESSION sql_safe_updates = 1;", "SET SESSION sql_safe_updates = 0;"),
    ("SET SESSION sql_mode = 'ANSI_QUOTES';", "SET SESSION sql_mode = 'STRICT_TRANS_TABLES';"),
    ("SET SESSION sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES';", "SET SESSION sql_mode = '';"),
    ("SET SESSION sql_mode = 'ORACLE';", "SET SESSION sql_mode = '';"),
    ("SET SESSION sql_mode = 'MSSQL';", "SET SESSION sql_mode = '';"),
    ("SET SESSION sql_mode = 'PIPES_AS_CONCAT,IGNORE_SPACE,NO_ZERO_DATE';", "SET SESSION sql_mode = '';"),
    ("SET SESSION default_storage_engine = MyISAM;", "SET SESSION default_storage_engine = InnoDB;"),
    ("SET SESSION group_concat_max_len = 4;", "SET SESSION group_concat_max_len = DEFAULT;"),
    ("SET SESSION completion_type = 'CHAIN';", "SET SESSION completion_type = 'NO_CHAIN';"),
    ("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE;", "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;"),
    ("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;", "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;"),
    ("SET TRANSACTION ISOLATION LEVEL READ COMMITTED;", ""),
    ("SET character_set_results = NULL;", "SET NAMES utf8mb4;"),
    ("SET NAMES latin1;", "SET NAMES utf8mb4;"),
    ("SET collation_connection = utf8mb4_bin;", "SET NAMES utf8mb4;"),
    ("SET SESSION auto_increment_increment = 7;", "SET SESSION auto_increment_increment = 1;"),
    ("SET SESSION foreign_key_checks = 0, unique_checks = 0;", "SET SESSION foreign_key_checks = 1, unique_checks = 1;"),
    ("SET time_zone = '-07:30';", "SET time_zone = '+00:00';"),
    ("SET autocommit = 0;", "COMMIT;\nSET autocommit = 1;"),
    ("SET timestamp = 1500000000;", "SET timestamp = DEFAULT;"),
    ("SET SESSION max_statement_time = 20, lock_wait_timeout = 9;", ""),
    ("SET SESSION check_constraint_checks = 0;", "SET SESSION check_constraint_checks = 1;"),
    ("SET SESSION big_tables = 1;", "SET SESSION big_tables = 0;"),
    ("SET SESSION sql_notes = 0, sql_warnings = 1;", "SET SESSION sql_notes = 1, sql_warnings = 0;"),
    ("SET SESSION explicit_defaults_for_timestamp = 0;", ""),
    ("SET SESSION lc_time_names = 'de_DE', div_precision_increment = 1;", ""),
    ("SET SESSION max_sort_length = 8, max_length_for_sort_data = 4;", ""),
    ("SET SESSION optimizer_switch = 'derived_merge=off,materialization=off';", ""),
    ("SET SESSION tx_read_only = 0, innodb_lock_wait_timeout = 3;", ""),
)


def under_settings(world):
    """Some statements under one or two settings, which are left so at times."""
    made, backs = [], []
    for setting, back in world.chance.sample(SETTINGS, world.chance.choice((1, 1, 2))):
        made.append(setting)
        backs.append(back)
    for _ in range(world.chance.randint(1, 3)):
        rule = world.chance.choices([rule for rule, _ in world.inner], [weight for _, weight in world.inner])[0](world) or []
        made += [rule] if isinstance(rule, str) else rule
    return made + [back for back in backs[::-1] if back and world.chance.random() < 0.7]


def clock(world):
    name = world.name("t")
    world.tables[name] = Table(name, {"n": "number"}, special=True)
    return [f"CREATE TABLE {quoted(name)} (id INT PRIMARY KEY, n INT, at TIMESTAMP NULL, u CHAR(5));", "SET timestamp = 1600000000;",
            f"INSERT INTO {quoted(name)} (id, n, at) VALUES (1, 1, NOW());", f"ALTER TABLE {OTHER}.o FORCE;",
            f"INSERT INTO {quoted(name)} (id, n, at) SELECT 2, 1, NOW();", "SET timestamp = DEFAULT;"]


def sequence(world):
    """Without NEXTVAL: what a rolled back statement used up is no difference."""
    name, number = world.name("z"), world.number()
    use = world.chance.choice((f"SELECT SETVAL({name}, 50);", f"ALTER SEQUENCE {name} RESTART WITH 80;", f"ALTER SEQUENCE {name} INCREMENT BY 3;",
                               f"RENAME TABLE {name} TO {name}x;", f"CREATE OR REPLACE SEQUENCE {name} START WITH {number};"))
    return [f"CREATE SEQUENCE {name} START WITH {number} CACHE 1;", use, f"UPDATE {OTHER}.o SET n = n + {number};"]


def block(world):
    number = world.number()
    body = world.chance.choice(("UPDATE counter SET n = n + 1; UPDATE counter SET n = n + 1;", "INSERT INTO log (line) VALUES ('block');",
                                "UPDATE counter SET n = n + 1; COMMIT; UPDATE counter SET n = n + 1;",
                                f"DECLARE x INT DEFAULT {number}; UPDATE counter SET n = n + x;",
                                f"ALTER TABLE {OTHER}.o COMMENT = 'b{number}'; UPDATE counter SET n = n + 1;"))
    return f"DELIMITER //\nBEGIN NOT ATOMIC {body} END//\nDELIMITER ;"


def rounds(world):
    table = world.table(lambda t: t.columns.get("n") == "number" and not t.special)
    if not table:
        return None
    return [f"-- migrate:repeat-until-no-rows\nDELETE FROM {table} WHERE id > 1000 LIMIT 2;", "UPDATE counter SET n = n + 1;"]


def skipped(world):
    added = world.new_column()
    if not added:
        return None
    table, column, where = added
    return [f"-- migrate:skip-if SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'crash' AND {where}\n"
            f"ALTER TABLE {table} ADD {column} INT;",
            "-- migrate:skip-if SELECT n > 1 FROM counter\nUPDATE counter SET n = n + 100;"]


def twins(world):
    """Tables that look the same and change their places: only what is in them tells."""
    chance = world.chance
    engine = chance.choice(("InnoDB", "MyISAM", "Aria", "MyISAM"))
    one, two, three = (world.name("w") for _ in range(3))
    for name in (one, two):
        world.tables[name] = Table(name, {"n": "number"}, engine)
    made = [f"CREATE TABLE {one} (id INT PRIMARY KEY, n INT) ENGINE = {engine};", f"CREATE TABLE {two} LIKE {one};",
            f"INSERT INTO {one} VALUES (1, {world.number()});"]
    return made + [chance.choice((f"RENAME TABLE {one} TO {three}, {two} TO {one}, {three} TO {two};",
                                  f"DROP TABLE {two};\nRENAME TABLE {one} TO {two};\nCREATE TABLE {one} LIKE {two};",
                                  f"CREATE OR REPLACE TABLE {two} LIKE {one};", f"TRUNCATE TABLE {one};",
                                  f"CREATE OR REPLACE TABLE {two} (PRIMARY KEY (id)) ENGINE = {engine} AS SELECT id, n FROM {one};",
                                  f"ALTER TABLE {one} FORCE;", f"ALTER TABLE {one} ENGINE = {engine};")), f"INSERT INTO {one} VALUES (7, 7);"]


def exchanged(world):
    engine, one, two = world.chance.choice(("InnoDB", "MyISAM", "Aria")), world.name("w"), world.name("w")
    world.tables[one] = Table(one, {"n": "number"}, engine, partitions=["p0"])
    world.tables[two] = Table(two, {"n": "number"}, engine)
    exchange = f"ALTER TABLE {one} EXCHANGE PARTITION p0 WITH TABLE {two};"
    return [f"CREATE TABLE {one} (id INT PRIMARY KEY, n INT) ENGINE = {engine} PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (90000));",
            f"CREATE TABLE {two} (id INT PRIMARY KEY, n INT) ENGINE = {engine};", f"INSERT INTO {two} VALUES (1, 1);",
            *[exchange] * world.chance.choice((1, 1, 2))]


def dropped_with_code(world):
    """What hangs on a table goes with it, and comes again."""
    name, trigger = world.name("w"), world.name("g")
    world.tables[name] = Table(name, {"n": "number"})
    create = f"CREATE TABLE {name} (id INT PRIMARY KEY, n INT);"
    return [create, f"CREATE TRIGGER {trigger} BEFORE INSERT ON {name} FOR EACH ROW UPDATE counter SET n = n + 1;",
            f"INSERT INTO {name} VALUES (1, 1);", f"DROP TABLE {name};", create,
            *([f"CREATE TRIGGER {trigger} AFTER INSERT ON {name} FOR EACH ROW SET @t = 1;"] if world.chance.random() < 0.5 else [])]


def ids(world):
    """Ids that a statement is told, or tells."""
    auto = next((t for t in world.tables.values() if t.special and {"tag", "n"} <= set(t.columns)), None)
    number = world.number()
    return auto and world.chance.choice((
        [f"SET INSERT_ID = {number};", f"INSERT INTO {auto} (n) VALUES (1);", f"INSERT INTO {OTHER}.o VALUES (LAST_INSERT_ID());"],
        [f"UPDATE {auto} SET n = LAST_INSERT_ID(n + 1) WHERE id = 1;", f"UPDATE {OTHER}.o SET n = n + LAST_INSERT_ID();"],
        [f"SET @i = {number};", f"UPDATE {auto} SET tag = (@i := @i + 1) ORDER BY id;", f"UPDATE {OTHER}.o SET n = n + @i;"],
        [f"SELECT 4, {number} INTO @a, @b;", f"ALTER TABLE {OTHER}.o FORCE;", f"UPDATE {OTHER}.o SET n = n + @a + @b;"]))


GRAMMAR = [(under_settings, 12), (clock, 2), (sequence, 3), (block, 3), (rounds, 2), (skipped, 2), (twins, 5), (exchanged, 3),
           (dropped_with_code, 3), (ids, 3)]
