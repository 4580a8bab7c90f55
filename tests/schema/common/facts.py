"""What a database holds, as plain values that two databases can be compared by."""

import json

import pymysql.cursors


def is_bookkeeping(table):
    """True for the tables in which a migration tool keeps its own notes; everything else belongs to the tree."""
    return table.startswith(("alembic_version", "dbmig_"))


def numbers(count):
    """A table of the numbers from 1 to `count`, in the column seq, on every server."""
    return f"JSON_TABLE(CONCAT('[', REPEAT('0,', {count} - 1), '0]'), '$[*]' COLUMNS (seq FOR ORDINALITY)) counted"


_COLUMNS = """SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, CHARACTER_SET_NAME,
       COLLATION_NAME, EXTRA, GENERATION_EXPRESSION, COLUMN_COMMENT
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = %s ORDER BY 1, 3"""
_INDEXES = """SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = %s ORDER BY 1, 2, 4"""
_TABLES = """SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_COMMENT, CREATE_OPTIONS
  FROM information_schema.TABLES WHERE TABLE_SCHEMA = %s ORDER BY 1"""
_CHECKS = """SELECT DISTINCT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE
  FROM information_schema.CHECK_CONSTRAINTS c
  JOIN information_schema.TABLE_CONSTRAINTS t
    ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'
 WHERE c.CONSTRAINT_SCHEMA = %s ORDER BY 1, 2, 3"""
_FOREIGN_KEYS = """SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, ORDINAL_POSITION, REFERENCED_TABLE_NAME,
       REFERENCED_COLUMN_NAME
  FROM information_schema.KEY_COLUMN_USAGE
 WHERE TABLE_SCHEMA = %s AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY 1, 2, 4"""
_TRIGGERS = """SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
  FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = %s ORDER BY 1"""
_ROUTINES = """SELECT ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION, SQL_DATA_ACCESS, SECURITY_TYPE, ROUTINE_COMMENT
  FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = %s ORDER BY 1"""
_VIEWS = """SELECT TABLE_NAME, VIEW_DEFINITION, SECURITY_TYPE FROM information_schema.VIEWS WHERE TABLE_SCHEMA = %s ORDER BY 1"""
_PARTITIONS = """SELECT TABLE_NAME, PARTITION_NAME, PARTITION_ORDINAL_POSITION, PARTITION_METHOD, PARTITION_EXPRESSION,
       PARTITION_DESCRIPTION
  FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = %s AND PARTITION_NAME IS NOT NULL ORDER BY 1, 3"""
_EVERYTHING = {
    "tables": _TABLES, "columns": _COLUMNS, "indexes": _INDEXES, "checks": _CHECKS, "foreign keys": _FOREIGN_KEYS,
    "triggers": _TRIGGERS, "routines": _ROUTINES, "views": _VIEWS, "partitions": _PARTITIONS,
}


class Facts:
    """Questions about one database."""

    def __init__(self, connection, database):
        self._connection = connection
        self._database = database

    def query(self, sql, arguments=None):
        with self._connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            return cursor.fetchall()

    def cursor(self, dictionary=False):
        return self._connection.cursor(pymysql.cursors.DictCursor if dictionary else pymysql.cursors.Cursor)

    def tables(self):
        """Base tables of the tree, by name."""
        rows = self.query("""SELECT TABLE_NAME FROM information_schema.TABLES
                              WHERE TABLE_SCHEMA = %s AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1""", self._database)
        return [name for (name,) in rows if not is_bookkeeping(name)]

    def columns(self):
        return self.query(_COLUMNS, self._database)

    def indexes(self):
        """(table, index) -> (unique, [columns])."""
        found = {}
        for table, index, non_unique, _, column, *_ in self.query(_INDEXES, self._database):
            found.setdefault((table, index), (not non_unique, []))[1].append(column)
        return {key: value for key, value in found.items() if not is_bookkeeping(key[0])}

    def descending(self):
        """(table, index, column) of each column that an index holds from the last to the first."""
        return {(row[0], row[1], row[4]) for row in self.query(_INDEXES, self._database) if row[5] == "D"}

    def foreign_keys(self):
        return self.query(_FOREIGN_KEYS, self._database)

    def schema(self):
        """Everything information_schema tells, as sorted lines of text."""
        lines = []
        for kind, sql in _EVERYTHING.items():
            for row in self.query(sql, self._database):
                if not is_bookkeeping(row[0]):
                    lines.append(f"{kind}: {row!r}".replace(f"`{self._database}`.", ""))
        return sorted(lines)

    def quick_schema(self):
        """As schema(), from SHOW CREATE: faster, and blind to the order of keys."""
        lines = []
        for name in self.tables():
            text = self.query(f"SHOW CREATE TABLE `{name}`")[0][1]
            body = [line.strip().rstrip(",") for line in text.splitlines()]
            columns = [line for line in body if line.startswith("`")]
            lines += [f"{name}: {line}" for line in columns + sorted(set(body) - set(columns))]
        for kind in ("triggers", "routines", "views"):
            lines += [f"{kind}: {row!r}" for row in self.query(_EVERYTHING[kind], self._database)]
        return lines

    def rows(self):
        """table -> its rows as sorted text; JSON is compared by meaning, not by spacing."""
        return {name: sorted(repr([_plain(value) for value in row]) for row in self.query(f"SELECT * FROM `{name}`"))
                for name in self.tables()}


def _plain(value):
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.dumps(json.loads(value), sort_keys=True)
    return value


def difference(before, after):
    """The lines that only one of two lists has, marked - and +; empty when they agree."""
    return [f"- {line}" for line in before if line not in after] + [f"+ {line}" for line in after if line not in before]
