#!/usr/bin/python3
"""Proves that `dbmig import` writes SQL that does what the Python revisions do.

    import_round_trip.py DBMIG [TREE ...]

The golden revisions: those that dbmig runs become SQL, all of them, and for MySQL and for MariaDB what an upgrade
from base to head sends is the same, byte for byte. Then they are run on a private MariaDB, each on a database of its
own, as Python and as SQL: the outcome and information_schema are the same.

TREE is a folder that holds `versions`. Its revisions are run there and back twice in both forms, those that stay
Python included, and after each way information_schema is the same. Without a TREE it is a small one of our own.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import pymysql

from compare_trees import INI, SCHEMA
from golden import CASES, HEAD

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
from server import Server  # pylint: disable=wrong-import-position

OWN = {"alembic_version", "dbmig_journal"}
SERVERS = ("mariadb-10.11", "mysql-8.0")
# What the golden revisions find: a table for those that change one, and what they refer to.
PRELUDE = """
for name in ('t', 'p', 'q', 'a', 'x', 'y', 'Order'):
    op.execute(f'DROP TABLE IF EXISTS `{name}`')
op.execute('CREATE TABLE p (id INT NOT NULL PRIMARY KEY, c INT, d INT, KEY (c, d))')
op.execute('CREATE TABLE q (x INT, y INT, UNIQUE (x, y))')
"""
TABLE = """
op.execute('''CREATE TABLE t (a INT NOT NULL DEFAULT 1, b VARCHAR(50), c INT, `key` INT, UNIQUE uq (b), KEY ix (a), KEY iy (c),
  CONSTRAINT ck CHECK (a > 0), CONSTRAINT fk FOREIGN KEY (c) REFERENCES p (id))''')
op.execute("INSERT INTO p VALUES (5, 1, 1)")
op.execute("INSERT INTO t VALUES (5, 'x', 5, 0), (2, 'y', NULL, 0)")
for name in ('a', 'x', 'y', 'Order'):
    op.execute(f'CREATE TABLE `{name}` (i INT)')
"""
OUR_TREE = {
    "a1": (None, "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('rank', sa.String(20)),\n"
                 "    sa.Column('position', sa.Boolean()), mysql_charset='utf8mb4')\n"
                 "op.execute('''-- counts; and more\n  CREATE TRIGGER users_in BEFORE INSERT ON users FOR EACH ROW\n"
                 "  BEGIN\n    SET NEW.rank = CONCAT('a;b:', NEW.rank, '%');\n  END''')",
           "op.drop_table('users')"),
    "b1": ("a1", "op.add_column('users', sa.Column('plan', sa.Enum('a', 'it\\'s', name='plans'), server_default='a'))\n"
                 "op.create_check_constraint('ck', 'users', \"plan <> 'z'\")\n"
                 "op.bulk_insert(sa.table('users', sa.column('id'), sa.column('rank')), [{'id': 1, 'rank': '\\\\\\'x\\n;'}])",
           "op.execute('DELETE FROM users;')\nop.drop_constraint('ck', 'users', type_='check')\nop.drop_column('users', 'plan')"),
    "c1": ("b1", "with op.batch_alter_table('users') as batch:\n    batch.alter_column('rank', new_column_name='order',\n"
                 "        existing_type=sa.String(20), nullable=False, server_default='')\n"
                 "    batch.create_index('users_order', ['order'], mysql_length={'order': 5})",
           "op.drop_index('users_order', table_name='users')\nop.alter_column('users', 'order', new_column_name='rank',\n"
           "    existing_type=sa.String(20), nullable=True)"),
    "d1": ("c1", "op.execute('CREATE VIEW names AS SELECT `order` AS name FROM users')", "op.execute('DROP VIEW names')"),
}


def source(name, down, up, back="pass"):
    return (f'"""about {name}: x\n\nRevision ID: {name}\nCreate Date: 2026-01-02 03:04:05\n\nWith\n  more.\n"""\n{HEAD}\n'
            f"revision = {name!r}\ndown_revision = {down!r}\n\n\ndef upgrade():\n{textwrap.indent(up, '    ')}\n\n\n"
            f"def downgrade():\n{textwrap.indent(back, '    ')}\n")


class Pair:
    """A tree in both forms."""

    def __init__(self, dbmig, folder, name, socket=""):
        self.dbmig = dbmig
        self.forms = {}
        for form in ("as_python", "as_sql"):
            place = folder / f"{name}_{form}"
            (place / "versions").mkdir(parents=True)
            (place / "a.ini").write_text(INI.format(tree=place, name=form, socket=socket))
            self.forms[form] = place

    def write(self, files):
        for name, text in files.items():
            (self.forms["as_python"] / "versions" / name).write_text(text)

    def run(self, form, *arguments):
        return subprocess.run([self.dbmig, "-q", "-c", self.forms[form] / "a.ini", *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)

    def convert(self):
        """The revisions that became SQL, and those that stay Python with the reason."""
        answer = self.run("as_sql", "--json", "import", str(self.forms["as_python"]))
        if answer.returncode > 1:
            raise SystemExit(f"import: {answer.returncode}\n{answer.stderr}")
        listed = json.loads(answer.stdout)["revisions"]
        again = self.run("as_sql", "--json", "import", str(self.forms["as_python"]))
        deeds = {one["result"] for one in json.loads(again.stdout)["revisions"]}
        assert deeds <= {"unchanged"}, f"a second import is not idle: {deeds}"
        return ([one["revision"] for one in listed if one["format"] == "sql"],
                {one["revision"]: one["why"]["message"] for one in listed if one["format"] == "python"})


def meaning(sql):
    """A script without what stands around its statements: how they are ended, and comments before them."""
    sql = re.sub(r"^DELIMITER .*\n", "", sql, flags=re.M)
    sql = re.sub(r"^--.*\n", "", sql, flags=re.M)
    # A name that one server only reserves is quoted for both.
    return re.sub(r"[;/\s]*\n\s*(?=\n|$)", "\n", sql.replace("`", ""))


def golden_sql(dbmig, folder):
    """Every golden revision that dbmig runs becomes SQL that sends the same."""
    pair = Pair(dbmig, folder, "golden")
    pair.write({f"c{number:04}.py": source(f"c{number:04}", f"c{number - 1:04}" if number else None, body)
                for number, body in enumerate(with_names(CASES))})
    became, stay = pair.convert()
    different = []
    for number, body in enumerate(with_names(CASES)):
        name = f"c{number:04}"
        span = f"{f'c{number - 1:04}' if number else 'base'}:{name}"
        for server in SERVERS:
            python = pair.run("as_python", "upgrade", span, "--sql", "--server", server)
            if python.returncode != 0:
                assert name in stay, f"{name} is refused, and became SQL: {python.stderr}"
                continue
            if name not in became:
                # Only a run on a server can tell; the SQL of `--sql` is one way that it may go.
                assert re.search("the database answers|the server refuses", stay[name]), f"{name} stays Python: {stay[name]}"
                continue
            if "as_sql" in body:
                continue  # The import is what a run sends, which is not what is printed.
            sql = pair.run("as_sql", "upgrade", span, "--sql", "--server", server)
            if sql.returncode != 0 or meaning(sql.stdout) != meaning(python.stdout):
                different.append(f"{body}\n  as Python: {python.stdout}\n  as SQL: {sql.stdout}{sql.stderr}")
    print(*different, sep="\n")
    print(f"golden: {len(became)} of {len(CASES)} became SQL, {len(different)} differ")
    return different


def with_names(bodies):
    return ["sorted_names = ('x', 'y')\n" + body for body in bodies]


class Databases:
    """A database for each form, on a private server."""

    def __init__(self, server):
        self.server = server
        self.link = pymysql.connect(unix_socket=server.socket, user="root", autocommit=True)

    def fresh(self):
        for form in ("as_python", "as_sql"):
            self.server.fresh_database(form)

    def schema(self, form):
        found = {}
        with self.link.cursor() as cursor:
            for kind, query in SCHEMA.items():
                cursor.execute(query, (form,))
                found[kind] = sorted(repr(row).replace(f"`{form}`", "``") for row in cursor.fetchall() if row[0] not in OWN)
            for kind, query in (("triggers", "SELECT trigger_name, action_statement FROM information_schema.triggers"
                                             " WHERE trigger_schema = %s"),
                                ("views", "SELECT table_name, view_definition FROM information_schema.views"
                                          " WHERE table_schema = %s")):
                cursor.execute(query, (form,))
                found[kind] = sorted(repr(row).replace(f"`{form}`", "``") for row in cursor.fetchall())
        return found


def refusal(answer):
    """What the server said, without where; names that it makes up for itself count its sessions."""
    lines = [line for line in answer.stderr.splitlines() if "server error" in line]
    return answer.returncode, [re.sub(r"`?(as_python|as_sql)`?\.|#sql-\w+-[0-9a-f-]+", "", line) for line in lines]


def same_way(pair, databases, what, *arguments):
    answers = [pair.run(form, *arguments) for form in ("as_python", "as_sql")]
    if refusal(answers[0]) != refusal(answers[1]):
        return [f"{what} {arguments}: {answers[0].stderr} but {answers[1].stderr}"], answers[0]
    python, sql = databases.schema("as_python"), databases.schema("as_sql")
    return [f"{what} {arguments}: {kind} {sorted(set(python[kind]) ^ set(sql[kind]))[:6]}"
            for kind in python if python[kind] != sql[kind]], answers[0]


def golden_on_a_server(dbmig, folder, databases):
    different, refused = [], 0
    for number, body in enumerate(with_names(CASES)):
        pair = Pair(dbmig, folder, f"g{number}", databases.server.socket)
        prelude = PRELUDE + ("" if "op.create_table('t'" in body else TABLE)
        pair.write({"a.py": source("a1", None, prelude), "b.py": source("b1", "a1", body)})
        if "b1" not in pair.convert()[0]:
            continue
        databases.fresh()
        found, answer = same_way(pair, databases, body, "upgrade", "head")
        different += found
        refused += answer.returncode != 0
        for form in pair.forms.values():
            shutil.rmtree(form)
    print(*different, sep="\n")
    print(f"golden on a server: {len(different)} differ, {refused} refused by it in both forms")
    return different


def tree_on_a_server(dbmig, folder, databases, name, versions):
    pair = Pair(dbmig, folder, name, databases.server.socket)
    pair.write({path.name: path.read_text(encoding="utf-8") for path in versions.glob("*.py")})
    became, stay = pair.convert()
    databases.fresh()
    different = []
    for arguments in (("upgrade", "heads"), ("downgrade", "base")) * 2:
        found, answer = same_way(pair, databases, name, *arguments)
        different += found
        if answer.returncode != 0:
            different.append(f"{name} {arguments}: {answer.stderr}")
        if arguments[0] == "upgrade":
            print(f"{name}: at head {len(databases.schema('as_sql')['columns'])} columns")
    print(*[f"{one} stays Python: {why}" for one, why in stay.items()], *different, sep="\n")
    print(f"{name}: {len(became)} of {len(became) + len(stay)} became SQL, {len(different)} differ")
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dbmig", type=pathlib.Path)
    parser.add_argument("trees", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    dbmig = options.dbmig.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(folder / "server")
        server.start(durable=False)
        try:
            databases = Databases(server)
            different = []
            for tree in options.trees:
                different += tree_on_a_server(dbmig, folder, databases, tree.name, tree / "versions")
            if not options.trees:
                (folder / "own").mkdir()
                for one, (down, up, back) in OUR_TREE.items():
                    (folder / "own" / f"{one}.py").write_text(source(one, down, up, back))
                different += golden_sql(dbmig, folder)
                different += tree_on_a_server(dbmig, folder, databases, "shop", folder / "own")
                different += golden_on_a_server(dbmig, folder, databases)
        finally:
            server.stop()
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
