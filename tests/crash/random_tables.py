"""The rules of the random cases that make, change and drop tables, and what hangs on them.

A rule is a function that takes a World and gives one statement, a list of them, or None where it does not apply."""

import dataclasses

from random_world import OTHER, Table, quoted


def _free(table):
    """May be dropped, emptied or renamed."""
    return not table.parent and not table.bound


def _mutable(table):
    return not table.bound


def create(world):
    chance = world.chance
    table = Table(world.name("t"), {"n": "number"}, chance.choices(("InnoDB", "MyISAM", "Aria"), (8, 2, 1))[0])
    parts = ["id INT PRIMARY KEY", "n INT"]
    for _ in range(chance.randint(0, 2)):
        kind, what = world.kind()
        name = world.name("c")
        table.columns[name] = what
        parts.append(f"{quoted(name)} {kind} COMMENT {world.text()}")
    if chance.random() < 0.3:
        table.indexes.append(world.name("i"))
        parts.append(f"KEY {quoted(table.indexes[0])} (n)")
    parent = world.table(lambda t: t.engine == "InnoDB" and not t.partitions)
    if parent and table.engine == "InnoDB" and chance.random() < 0.25:
        table.keys.append(world.name("k"))
        parent.parent = True
        parts.append(f"m INT, CONSTRAINT {table.keys[0]} FOREIGN KEY (m) REFERENCES {parent} (id)")
    world.tables[table.name] = table
    how = chance.choices(("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", "CREATE OR REPLACE TABLE"), (6, 1, 1))[0]
    return f"{how} {table} ({', '.join(parts)}) ENGINE = {table.engine} CHARACTER SET utf8mb4;"


def create_what_is_there(world):
    return f"CREATE TABLE IF NOT EXISTS {world.table()} (id INT PRIMARY KEY, z INT);"


def replace_table(world):
    table = world.table(lambda t: _free(t) and not t.special)
    if not table:
        return None
    old = table.name
    world.forget(table)
    world.tables[old] = Table(old, {"n": "number"})
    return f"CREATE OR REPLACE TABLE {quoted(old)} (id INT PRIMARY KEY, n INT DEFAULT {world.number()});"


def create_like(world):
    model = world.table(lambda t: not t.special)
    table = dataclasses.replace(model, name=world.name("t"), columns=dict(model.columns), indexes=list(model.indexes), keys=[],
                                checks=list(model.checks), partitions=list(model.partitions), parent=False, bound=False)
    world.tables[table.name] = table
    made = [f"CREATE TABLE {table} LIKE {model};"]
    if world.chance.random() < 0.5:
        made.append(f"INSERT INTO {table} SELECT * FROM {model};")
    return made


def create_select(world):
    model = world.table(lambda t: t.numbers)
    table = Table(world.name("t"), {"n": "number"}, world.chance.choice(("InnoDB", "InnoDB", "MyISAM")))
    world.tables[table.name] = table
    return (f"CREATE TABLE {table} (PRIMARY KEY (id)) ENGINE = {table.engine} "
            f"AS SELECT id, {quoted(world.chance.choice(model.numbers))} + 1 AS n FROM {model};")


def drop(world):
    table = world.table(_free)
    if not table:
        return None
    world.forget(table)
    return f"DROP TABLE {world.chance.choice(('', 'IF EXISTS '))}{table};"


def drop_several(world):
    tables = [t for t in world.tables.values() if _free(t)]
    if len(tables) < 3:
        return None
    those = world.chance.sample(tables, 2)
    for table in those:
        world.forget(table)
    names = [str(table) for table in those]
    how = ""
    if world.chance.random() < 0.4:
        how = "IF EXISTS "
        names.insert(world.chance.randint(0, 2), "nothing")
    return f"DROP TABLE {how}{', '.join(names)};"


def drop_nothing(world):
    return world.chance.choice(("DROP TABLE IF EXISTS nothing, nowhere;", "DROP VIEW IF EXISTS nothing;", "DROP PROCEDURE IF EXISTS nothing;",
                                "DROP TRIGGER IF EXISTS nothing;", "DROP EVENT IF EXISTS nothing;", "DROP FUNCTION IF EXISTS nothing;"))


def rename(world):
    table = world.table(_mutable)
    if not table:
        return None
    before, name = str(table), world.name("t")
    world.rename(table, name)
    return world.chance.choice((f"RENAME TABLE {before} TO {table};", f"ALTER TABLE {before} RENAME TO {table};",
                                f"ALTER TABLE {before} ADD {world.name('x')} INT, RENAME TO {table};" if not table.special else
                                f"RENAME TABLE {before} TO {table};"))


def swap(world):
    tables = [t for t in world.tables.values() if _mutable(t) and not t.parent and not t.keys]
    if len(tables) < 2:
        return None
    one, two = world.chance.sample(tables, 2)
    between = world.name("s")
    made = f"RENAME TABLE {one} TO {between}, {two} TO {one}, {between} TO {two};"
    one.name, two.name = two.name, one.name
    world.tables[one.name], world.tables[two.name] = one, two
    return made


def truncate(world):
    table = world.table(lambda t: not t.parent and not t.special)
    return table and f"TRUNCATE TABLE {table};"


# Clauses of ALTER TABLE.

def _taken(world, those, free):
    name = world.chance.choice(those)
    free.remove(name)
    return name


def _taken_number(world, table, free):
    """A column that no other clause of the statement is about."""
    those = [name for name in free if table.columns.get(name) == "number"]
    return _taken(world, those, free) if those else None


def _add_column(world, table, _):
    kind, what = world.kind()
    name = world.name("c")
    table.columns[name] = what
    return f"ADD {world.chance.choice(('', 'COLUMN ', 'COLUMN IF NOT EXISTS '))}{name} {kind}{world.chance.choice(('', ' FIRST', ' AFTER id'))}"


def _drop_column(world, table, free):
    those = [name for name in free if name != "n"]
    if not those:
        return None
    name = _taken(world, those, free)
    del table.columns[name]
    return f"DROP COLUMN {world.chance.choice(('', 'IF EXISTS '))}{quoted(name)}"


def _add_nothing(_, table, __):
    return "ADD COLUMN IF NOT EXISTS n INT" if "n" in table.columns else "DROP COLUMN IF EXISTS n"


def _modify(world, table, free):
    name = _taken_number(world, table, free)
    return name and f"MODIFY {quoted(name)} {world.chance.choice(('BIGINT', 'INT', 'DECIMAL(14,2)', 'BIGINT DEFAULT 7'))}"


def _change(world, table, free):
    before, after = _taken_number(world, table, free), world.name("c")
    if not before:
        return None
    del table.columns[before]
    table.columns[after] = "number"
    return world.chance.choice((f"CHANGE {quoted(before)} {after} BIGINT", f"RENAME COLUMN {quoted(before)} TO {after}"))


def _add_index(world, table, free):
    column = _taken_number(world, table, free)
    if not column:
        return None
    name = ""
    if world.chance.random() < 0.5:
        name = world.name("i")
        table.indexes.append(name)
    return f"ADD {world.chance.choice(('INDEX', 'KEY'))} {name} ({quoted(column)})"


def _drop_index(_, table, free):
    return f"DROP INDEX {quoted(table.indexes.pop())}" if table.indexes and free == list(table.columns) else None


def _add_check(world, table, free):
    column, name = _taken_number(world, table, free), ""
    if not column:
        return None
    if world.chance.random() < 0.6:
        name = world.name("k")
        table.checks.append(name)
    return f"ADD {f'CONSTRAINT {name} ' if name else ''}CHECK ({quoted(column)} < 1000000000)"


def _drop_check(_, table, free):
    return f"DROP CONSTRAINT {table.checks.pop()}" if table.checks and free == list(table.columns) else None


def _default(world, table, free):
    name = _taken_number(world, table, free)
    return name and f"ALTER {quoted(name)} SET DEFAULT {world.chance.randint(1, 2)}"


def _option(world, *_):
    return world.chance.choice((f"COMMENT = {world.text()}", "COMMENT = 'same'", "FORCE", "ROW_FORMAT = DYNAMIC", "ENGINE = InnoDB"))


CLAUSES = ((_add_column, 5), (_drop_column, 3), (_add_nothing, 1), (_modify, 3), (_change, 2), (_add_index, 4), (_drop_index, 2),
           (_add_check, 1), (_drop_check, 1), (_default, 2), (_option, 2))


def alter(world):
    table = world.table(_mutable)
    if not table:
        return None
    clauses, free = [], list(table.columns)
    for _ in range(world.chance.choices((1, 2, 3), (6, 2, 1))[0]):
        clause = world.chance.choices([c for c, _ in CLAUSES], [w for _, w in CLAUSES])[0](world, table, free)
        if clause == "ENGINE = InnoDB":
            table.engine = "InnoDB"
        if clause:
            clauses.append(clause)
    return f"ALTER TABLE {table} {', '.join(clauses)};" if clauses else None


def twice(world):
    """The same text again, which shows what a comparison of texts would take for one."""
    table = world.table(lambda t: t.numbers and _mutable(t))
    if not table:
        return None
    column = quoted(world.chance.choice(table.numbers))
    return [world.chance.choice((f"ALTER TABLE {table} ADD INDEX ({column});", f"ALTER TABLE {table} COMMENT = 'same';",
                                 f"ALTER TABLE {table} FORCE;", f"ALTER TABLE {table} ALTER {column} SET DEFAULT 4;"))] * 2


def index(world):
    table = world.table(lambda t: t.numbers)
    if table.indexes and world.chance.random() < 0.4:
        return f"DROP INDEX {quoted(table.indexes.pop())} ON {table};"
    table.indexes.append(world.name("i"))
    how = world.chance.choice(("CREATE INDEX", "CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
    return f"{how} {table.indexes[-1]} ON {table} ({quoted(world.chance.choice(table.numbers))});"


def foreign_key(world):
    child = world.table(lambda t: t.engine == "InnoDB" and not t.partitions and _mutable(t))
    parent = world.table(lambda t: t.engine == "InnoDB" and not t.partitions)
    if not child or not parent:
        return None
    if child.keys and world.chance.random() < 0.6:
        return f"ALTER TABLE {child} DROP FOREIGN KEY {child.keys.pop()};"
    parent.parent = True
    column, name = world.name("f"), world.name("k") if world.chance.random() < 0.5 else ""
    if name:
        child.keys.append(name)
    constraint = f"CONSTRAINT {name} " if name else ""
    return [f"ALTER TABLE {child} ADD {column} INT;",
            f"ALTER TABLE {child} ADD {constraint}FOREIGN KEY ({column}) REFERENCES {parent} (id) ON DELETE SET NULL;"]


def engine(world):
    table = world.table(lambda t: not t.parent and not t.keys and not t.partitions and _mutable(t))
    if not table:
        return None
    table.engine = world.chance.choice(("InnoDB", "MyISAM", "Aria"))
    return f"ALTER TABLE {table} ENGINE = {table.engine};"


def partitions(world):
    table = world.table(lambda t: t.partitions)
    if not table:
        return None
    name, last = world.name("p"), table.partitions[-1]
    choice = world.chance.randrange(4)
    if choice == 0:
        table.partitions.append(name)
        return f"ALTER TABLE {table} ADD PARTITION (PARTITION {name} VALUES LESS THAN ({world.number() * 100000}));"
    if choice == 1 and len(table.partitions) > 1:
        table.partitions.pop()
        return f"ALTER TABLE {table} DROP PARTITION {last};"
    if choice == 2:
        return f"ALTER TABLE {table} TRUNCATE PARTITION {world.chance.choice(table.partitions)};"
    return f"ALTER TABLE {table} REBUILD PARTITION {last};"


def maintenance(world):
    verb = world.chance.choice(("ANALYZE TABLE", "CHECK TABLE", "OPTIMIZE TABLE", "FLUSH TABLES"))
    return f"{verb} {world.table()};"


def charset(world):
    table = world.table(lambda t: not t.parent and not t.keys and _mutable(t))
    return table and f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4 COLLATE {world.chance.choice(('utf8mb4_bin', 'utf8mb4_general_ci'))};"


def without_checks(world):
    table, name = world.table(lambda t: _free(t) and not t.special), world.name("t")
    if not table:
        return None
    world.forget(table)
    world.tables[name] = Table(name, {"n": "number"}, keys=[world.name("k")])
    return ["SET foreign_key_checks = 0;", f"DROP TABLE {table};",
            f"CREATE TABLE {quoted(name)} (id INT PRIMARY KEY, n INT, m INT, "
            f"CONSTRAINT {world.tables[name].keys[0]} FOREIGN KEY (m) REFERENCES nowhere (id));", "SET foreign_key_checks = 1;"]


def elsewhere(world):
    name = world.name("h")
    return world.chance.choice((
        [f"USE {OTHER};", f"CREATE TABLE {name} (n INT);", "UPDATE o SET n = n + 1;", f"ALTER TABLE {name} ADD c INT;", "USE crash;"],
        [f"CREATE TABLE {OTHER}.{name} (n INT);", f"RENAME TABLE {OTHER}.{name} TO {OTHER}.{name}x;"],
        [f"CREATE TABLE {OTHER}.{name} AS SELECT * FROM base;"] if "base" in world.tables else [f"UPDATE {OTHER}.o SET n = n + 1;"]))


def database(world):
    name = f"crash_{world.number()}"
    return [f"CREATE DATABASE {name};", f"CREATE TABLE {name}.t (n INT);", f"ALTER DATABASE {name} CHARACTER SET latin1;",
            f"DROP DATABASE {name};"][:world.chance.randint(1, 4)]


GRAMMAR = [(create, 8), (create_what_is_there, 2), (replace_table, 2), (create_like, 3), (create_select, 4), (drop, 5),
           (drop_several, 3), (drop_nothing, 1), (rename, 4), (swap, 3), (truncate, 4), (alter, 16), (twice, 3), (index, 5),
           (foreign_key, 4), (engine, 3), (partitions, 4), (maintenance, 2), (charset, 1), (without_checks, 1), (elsewhere, 2),
           (database, 1)]
