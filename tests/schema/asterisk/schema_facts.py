"""A database's schema as plain lines of text, the same on every server that the trees support.

One line per table, column, index, foreign key and check, fields divided by tabs. What servers print
differently and mean alike is made one: display widths of integers, a NULL default written as text,
NO ACTION for RESTRICT. Charset and collation are left out: Asterisk's own scripts take those of the
database, so they are no part of what it publishes.
"""

import re

_COLUMNS = """
SELECT table_name, ordinal_position, column_name, column_type, is_nullable, column_default, extra
  FROM information_schema.columns WHERE table_schema = %s
 ORDER BY table_name, ordinal_position"""

_INDEXES = """
SELECT table_name, index_name, MIN(non_unique), MIN(index_type),
       GROUP_CONCAT(column_name, IFNULL(CONCAT('(', sub_part, ')'), '')
                    ORDER BY seq_in_index SEPARATOR ',')
  FROM information_schema.statistics WHERE table_schema = %s
 GROUP BY table_name, index_name ORDER BY table_name, index_name"""

_FOREIGN_KEYS = """
SELECT r.table_name, r.constraint_name, r.referenced_table_name, r.update_rule, r.delete_rule,
       GROUP_CONCAT(k.column_name, '=', k.referenced_column_name
                    ORDER BY k.ordinal_position SEPARATOR ',')
  FROM information_schema.referential_constraints r
  JOIN information_schema.key_column_usage k
    ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name
   AND k.table_name = r.table_name
 WHERE r.constraint_schema = %s
 GROUP BY r.table_name, r.constraint_name, r.referenced_table_name, r.update_rule, r.delete_rule
 ORDER BY r.table_name, r.constraint_name"""

_CHECKS = """
SELECT t.table_name, t.constraint_name, c.check_clause
  FROM information_schema.table_constraints t
  JOIN information_schema.check_constraints c
    ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
 WHERE t.constraint_schema = %s AND t.constraint_type = 'CHECK'
 ORDER BY t.table_name, t.constraint_name"""

_TABLES = """
SELECT table_name, table_type, engine
  FROM information_schema.tables WHERE table_schema = %s ORDER BY table_name"""


def is_bookkeeping(table):
    """True for the tables in which a migration tool keeps its own notes."""
    return table.startswith(("alembic_version", "dbmig_"))


def _type(text):
    return re.sub(r"\b(smallint|mediumint|int|bigint)\(\d+\)", r"\1", text)


def _rule(text):
    return "RESTRICT" if text == "NO ACTION" else text


def _column(table, position, name, kind, nullable, default, extra):
    null = "null" if nullable == "YES" else "not null"
    value = "-" if default in (None, "NULL") else f"default {default}"
    return ("column", table, f"{position:03}", name, _type(kind), null, value, extra or "-")


def _index(table, name, non_unique, kind, columns):
    return ("index", table, name, "plain" if non_unique else "unique", kind, columns)


def _foreign_key(table, name, referenced, on_update, on_delete, columns):
    return ("foreign key", table, name, referenced, columns,
            f"on update {_rule(on_update)}", f"on delete {_rule(on_delete)}")


def rows(connection, query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def tables(connection, database):
    """The names of the database's tables and views, bookkeeping left out."""
    return [row[0] for row in rows(connection, _TABLES, database) if not is_bookkeeping(row[0])]


def facts(connection, database):
    """The schema's lines, sorted by table; bookkeeping left out."""
    # A list of columns is cut short, silently, at the server's default of 1,024 bytes.
    rows(connection, "SET SESSION group_concat_max_len = 65535")
    sources = (
        (_TABLES, lambda name, kind, engine: ("table", name, kind.lower(), engine)),
        (_COLUMNS, _column),
        (_INDEXES, _index),
        (_FOREIGN_KEYS, _foreign_key),
        (_CHECKS, lambda table, name, clause: ("check", table, name, clause)),
    )
    lines = [line(*row) for query, line in sources for row in rows(connection, query, database)]
    order = {"table": 0, "column": 1, "index": 2, "foreign key": 3, "check": 4}
    kept = [line for line in lines if not is_bookkeeping(line[1])]
    kept.sort(key=lambda line: (line[1], order[line[0]], line[2:]))
    return ["\t".join(str(field) for field in line) for line in kept]
