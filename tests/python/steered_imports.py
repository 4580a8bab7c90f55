#!/usr/bin/python3
"""Proves that what `dbmig import` makes of revisions that ask the database does what they do.

    steered_imports.py DBMIG [--socket SOCKET]

Each body of upgrade() is run as Python and, where it becomes SQL with directives, as that, on databases that begin
alike: with nothing, with everything that it asks about, and with a part of it. The outcome, the server's refusals
included, information_schema and all rows are the same. What no directive says exactly stays Python, and the place that
stands in the way is the one that is written behind it. SOCKET is that of a server; otherwise a private MariaDB is
started. Needs Debian's python3-pymysql and mariadb-server.
"""

import argparse
import pathlib
import sys
import tempfile

import pymysql

from import_round_trip import Pair, source
from compare_trees import OWN, SCHEMA

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
from server import Server  # pylint: disable=wrong-import-position

ASK = "conn = op.get_bind()\ninsp = sa.inspect(conn)\n"
COUNT = ("SELECT COUNT(*)\\n  FROM information_schema.columns -- of it\\n WHERE table_schema = DATABASE()"
         " AND table_name = :t AND column_name = :c")
HELPERS = f"""def has_table(name):
    return name in sa.inspect(op.get_bind()).get_table_names()
def has_column(table, column):
    found = op.get_bind().execute(sa.text("{COUNT}"), {{'t': table, 'c': column}})
    return found.scalar() > 0
def missing(table, column):
    return not any(c['name'] == column for c in sa.inspect(op.get_bind()).get_columns(table))
def add_once(table, column):
    if has_column(table, column):
        print(f'{{table}}.{{column}} is there')
        return
    op.add_column(table, sa.Column(column, sa.Integer))
"""

STARTS = [
    "",
    "CREATE TABLE t (a INT, d INT, KEY ix (a), UNIQUE uq (d)); INSERT INTO t VALUES (0, 1), (0, 2), (1, 3)",
    "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c INT, A2 INT, KEY ix (a), UNIQUE iy (id)); CREATE TABLE u (i INT); "
    "INSERT INTO t VALUES (1, 0, 5, 0, 0), (2, 0, 5, 0, 0), (3, 7, 5, 0, 0)",
    "CREATE TABLE t (B INT, C INT, UNIQUE uq (B)); CREATE TABLE U (I INT); INSERT INTO t VALUES (0, 0)",
    "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (a INT, b INT, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)); "
    "CREATE VIEW u AS SELECT 1 AS i",
]

BECOME_SQL = [
    "if not insp.has_table('u'):\n    op.create_table('u', sa.Column('i', sa.Integer))",
    "if insp.has_table('u'):\n    op.drop_table('u')",
    "if 'u' in insp.get_table_names():\n    return\nop.execute('CREATE TABLE u (i INT)')",
    "if 'U' not in insp.get_table_names():\n    op.execute('CREATE TABLE `U` (i INT)')",
    "if has_table('u'):\n    op.execute('INSERT INTO u VALUES (7)')\nelse:\n    op.execute('INSERT INTO t (a) VALUES (7)')",
    "if not conn.dialect.has_table(conn, 'u'):\n    op.execute('CREATE TABLE u (i INT)')",
    "if 'u' in insp.get_view_names():\n    op.execute('DROP VIEW u')",
    "columns = [c['name'] for c in insp.get_columns('t')]\nif 'b' not in columns:\n"
    "    op.add_column('t', sa.Column('b', sa.Integer))\nif 'c' not in columns:\n    op.add_column('t', sa.Column('c', sa.Integer))",
    "columns = {c['name'] for c in insp.get_columns('t')}\nfor name in ('a', 'b', 'c'):\n    if name in columns:\n        continue\n"
    "    op.add_column('t', sa.Column(name, sa.Integer))",
    "columns = set(c['name'] for c in insp.get_columns('t'))\nwith op.batch_alter_table('t') as b:\n    if 'b' in columns:\n"
    "        b.drop_column('b')\n    if 'c' in columns:\n        b.drop_column('c')",
    "if insp.has_table('t') and missing('t', 'b'):\n    op.add_column('t', sa.Column('b', sa.Integer))",
    "if has_table('u'):\n    op.execute('DELETE FROM u')\nelif has_column('t', 'a'):\n    op.execute('DELETE FROM t')\nelse:\n"
    "    op.execute('UPDATE t SET b = 1')",
    "if has_column('t', 'a') or has_column('t', 'b'):\n    op.execute('DELETE FROM t')",
    "if not (has_column('t', 'a') and has_column('t', 'b')):\n    op.execute('DELETE FROM t')",
    "for name in ('a', 'b'):\n    if not has_column('t', name):\n        op.add_column('t', sa.Column(name, sa.Integer))",
    "add_once('t', 'b')\nadd_once('t', 'c')\nop.execute('UPDATE t SET c = 1')",
    "names = [i['name'] for i in insp.get_indexes('t')]\nif 'ix' in names:\n    op.drop_index('ix', table_name='t')\n"
    "if 'uq' in names:\n    op.drop_index('uq', table_name='t')",
    "if not any(i['name'] == 'ix' for i in insp.get_indexes('t')):\n    op.create_index('ix', 't', ['a'])",
    "if [u for u in insp.get_unique_constraints('t') if u['name'] == 'uq']:\n    op.drop_constraint('uq', 't', type_='unique')",
    "if 'fk' in [k['name'] for k in insp.get_foreign_keys('t')]:\n    op.drop_constraint('fk', 't', type_='foreignkey')",
    "if not insp.get_pk_constraint('t')['constrained_columns']:\n    op.create_primary_key('pk', 't', ['a'])",
    "if conn.execute(sa.text('SELECT 1 FROM t WHERE a = 0 LIMIT 1')).first() is None:\n    op.execute('INSERT INTO t (a) VALUES (0)')",
    "if not conn.execute(sa.text('SELECT a FROM t WHERE a = 9')).fetchall():\n    op.execute('INSERT INTO t (a) VALUES (9)')",
    "rows = list(conn.execute(sa.text('SELECT a FROM t WHERE a > 5')))\nif len(rows) > 0:\n    op.execute('DELETE FROM t WHERE a > 5')",
    "n = conn.execute(sa.text('SELECT COUNT(*) FROM t WHERE a = 0')).scalar()\nif n >= 2:\n    op.execute('DELETE FROM t WHERE a = 0')",
    "if conn.execute(sa.text('SELECT COUNT(*) FROM t')).first()[0] == 0:\n    op.execute('INSERT INTO t (a) VALUES (1)')",
    "if conn.scalar(sa.text('SELECT COUNT(*) FROM t')):\n    op.execute('DELETE FROM t')",
    "while True:\n    r = conn.execute(sa.text('UPDATE t SET a = 1 WHERE a = 0 LIMIT 1'))\n    if r.rowcount == 0:\n        break",
    "total = 0\nwhile True:\n    r = conn.execute(sa.text('DELETE FROM t WHERE a = 0 LIMIT 1'))\n    total += r.rowcount\n"
    "    print(f'{total} rows')\n    if not r.rowcount:\n        break",
    "n = 1\nwhile n > 0:\n    n = conn.execute(sa.text('DELETE FROM t LIMIT 2')).rowcount",
    "if has_table('t'):\n    n = 1\n    while n:\n        n = conn.execute(sa.text('UPDATE t SET a = 1 WHERE a = 0 LIMIT 1')).rowcount",
]

DIRECTED = "what the database answers decides here in a way that no directive says"
CHANGED = "may have changed it by then"
LOOPS = "this loop hangs on what the database answers, and no directive says it"
STAY_PYTHON = [
    ("if not insp.has_table('u'):\n    op.create_table('u', sa.Column('i', sa.Integer))\n    op.create_index('ix', 'u', ['i'])", CHANGED),
    ("if has_column('t', 'b'):\n    op.drop_column('t', 'b')\nelse:\n    op.add_column('t', sa.Column('c', sa.Integer))", CHANGED),
    ("if missing('t', 'b'):\n    op.add_column('t', sa.Column('b', sa.Integer))\nelif has_column('t', 'a'):\n"
     "    op.drop_column('t', 'a')", CHANGED),
    ("names = [i['name'] for i in insp.get_indexes('t')]\nfor n in ('ix', 'iy'):\n    if n not in names:\n"
     "        op.create_index(n, 't', ['a'])", CHANGED),
    ("for row in conn.execute(sa.text('SELECT a FROM t')):\n    op.execute('INSERT INTO t (a) VALUES (%d)' % row[0])", LOOPS),
    ("n = conn.execute(sa.text('SELECT MAX(a) FROM t')).scalar()\nif n > 3:\n    op.execute('DELETE FROM t')", DIRECTED),
    ("try:\n    op.drop_table('u')\nexcept sa.exc.OperationalError:\n    pass",
     "whether the server refuses a statement decides here, and no directive says it"),
    ("n = conn.execute(sa.text('SELECT a FROM t')).scalar()\nop.execute(f'INSERT INTO t (a) VALUES ({n})')",
     "what the database answers is a part of this statement"),
    ("if insp.has_table('u'):\n    raise Exception('no')\nop.execute('CREATE TABLE u (i INT)')",
     "an exception is raised here when the database answers so"),
    ("columns = [c['name'] for c in insp.get_columns('t')]\nif 'b' in columns:\n    op.execute('CREATE TABLE w (i INT)')", DIRECTED),
    ("insp.get_columns('t')\nop.execute('CREATE TABLE w (i INT)')", DIRECTED),
    ("while True:\n    r = conn.execute(sa.text('UPDATE t SET a = a + 1 LIMIT 2'))\n    if r.rowcount < 2:\n        break", DIRECTED),
    ("i = 0\nwhile True:\n    i += 1\n    r = conn.execute(sa.text('DELETE FROM t WHERE a = %d LIMIT 1' % i))\n"
     "    if r.rowcount == 0:\n        break", LOOPS),
    ("x = 'u' if insp.has_table('u') else 't'\nop.drop_table(x)", DIRECTED),
    ("r = conn.execute(sa.text('SELECT 1 FROM t'))\nif r.first() is None:\n    op.execute('DELETE FROM t')\n"
     "if r.first() is None:\n    op.execute('DELETE FROM t')", DIRECTED),
]


def revision(body):
    return source("a1", None, HELPERS + ASK + body)


class Databases:
    """One for each form, on a server that this may be told of."""

    def __init__(self, socket):
        self.link = pymysql.connect(unix_socket=socket, user="root", autocommit=True,
                                    client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS)

    def do(self, sql):
        with self.link.cursor() as cursor:
            cursor.execute(sql)
            while cursor.nextset():
                pass
            return cursor

    def begin(self, start):
        for name in ("as_python", "as_sql"):
            self.do(f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;"
                    f" USE {name}; {start or 'DO 1'}")

    def everything(self, name):
        found = {}
        with self.link.cursor() as cursor:
            for kind, query in SCHEMA.items():
                if kind == "checks":
                    continue
                cursor.execute(query, (name,))
                found[kind] = sorted(repr(row).replace(f"`{name}`", "``") for row in cursor.fetchall() if row[0] not in OWN)
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (name,))
            for (table,) in cursor.fetchall():
                if table not in OWN:
                    cursor.execute(f"SELECT * FROM `{name}`.`{table}`")
                    found[f"rows of {table}"] = sorted(map(repr, cursor.fetchall()))
        return found


def becomes_sql(dbmig, folder, databases, socket, number, body):
    pair = Pair(dbmig, folder, f"s{number}", socket)
    pair.write({"a.py": revision(body)})
    became, stay = pair.convert()
    if became != ["a1"]:
        return [f"{body}\n  stays Python: {stay}"], 0
    different, ran = [], 0
    for start in STARTS:
        databases.begin(start)
        answers = [pair.run(form, "upgrade", "head") for form in ("as_python", "as_sql")]
        python, sql = databases.everything("as_python"), databases.everything("as_sql")
        ran += answers[0].returncode == 0
        if (answers[0].returncode != 0) != (answers[1].returncode != 0):
            different.append(f"{body}\n  from {start}\n  as Python: {answers[0].stderr}\n  as SQL: {answers[1].stderr}")
        different += [f"{body}\n  from {start}\n  {kind}: {python.get(kind)}\n  but {sql.get(kind)}"
                      for kind in sorted(set(python) | set(sql)) if python.get(kind) != sql.get(kind)]
    return different, ran


def stays_python(dbmig, folder, number, body, why):
    pair = Pair(dbmig, folder, f"p{number}")
    pair.write({"a.py": revision(body)})
    stay = pair.convert()[1]
    if why in stay.get("a1", "it became SQL"):
        return []
    return [f"{body}\n  {stay}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dbmig", type=pathlib.Path)
    parser.add_argument("--socket")
    options = parser.parse_args()
    dbmig = options.dbmig.resolve()
    different, ran = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = None
        if not options.socket:
            server = Server(folder / "server")
            server.start(durable=False)
        try:
            socket = options.socket or server.socket
            databases = Databases(socket)
            for number, body in enumerate(BECOME_SQL):
                found, count = becomes_sql(dbmig, folder, databases, socket, number, body)
                different += found
                ran += count
            for number, (body, why) in enumerate(STAY_PYTHON):
                different += stays_python(dbmig, folder, number, body, why)
        finally:
            if server:
                server.stop()
    print(*different, sep="\n")
    print(f"{len(BECOME_SQL)} become SQL, on {len(STARTS)} databases each ({ran} of these are upgraded); "
          f"{len(STAY_PYTHON)} stay Python; {len(different)} differ")
    return 1 if different or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
