#!/usr/bin/python3
"""Walks trees of Alembic's Python revisions from base to head and back, twice, by both tools.

    compare_trees.py DBMIG TREE [TREE ...]

TREE is the folder that holds `versions`. Each tool has a database of its own on a private MariaDB;
after every step both must have the same tables, columns, keys and constraints by
information_schema. A revision that dbmig refuses is counted, and applied by Alembic on both sides,
so that the walk goes on. What both refuse to run is counted too. Modules that are not there, such as the
project's own, are empty ones to Alembic. Needs Debian's python3-alembic, python3-pymysql and mariadb-server.
"""

import argparse
import collections
import importlib.abc
import importlib.machinery
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest.mock
import warnings

import pymysql
import sqlalchemy
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
from server import Server  # pylint: disable=wrong-import-position

INI = "[alembic]\nscript_location = {tree}\nsqlalchemy.url = mysql+pymysql://root@localhost/{name}?unix_socket={socket}\n"

SCHEMA = {
    "tables": "SELECT TABLE_NAME, ENGINE, TABLE_COLLATION, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = %s",
    "columns": "SELECT TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, "
    "CHARACTER_SET_NAME, COLLATION_NAME, COLUMN_KEY, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION "
    "FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = %s",
    "indexes": "SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, NON_UNIQUE, SUB_PART, INDEX_TYPE "
    "FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = %s",
    "keys": "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, ORDINAL_POSITION, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME "
    "FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = %s",
    "references": "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE "
    "FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = %s",
    "checks": "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE "
    "FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = %s",
}
OWN = {"alembic_version", "dbmig_journal"}


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules that are not installed, with any name in them."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__ = []
        module.__getattr__ = lambda name: unittest.mock.MagicMock(name=name)
        return module

    def exec_module(self, module):
        pass


class Side:
    def __init__(self, server, name):
        self.name = name
        server.fresh_database(name)
        url = f"mysql+pymysql://root@localhost/{name}?unix_socket={server.socket}"
        self.engine = sqlalchemy.create_engine(url)
        self.link = pymysql.connect(unix_socket=server.socket, user="root", database=name, autocommit=True)

    def schema(self):
        """Rows of information_schema, without the tools' own tables."""
        found = {}
        with self.link.cursor() as cursor:
            for kind, query in SCHEMA.items():
                cursor.execute(query, (self.name,))
                found[kind] = sorted(map(repr, (row for row in cursor.fetchall() if row[0] not in OWN)))
        return found

    def by_alembic(self, script, revision, direction):
        environment = EnvironmentContext(Config(), script, as_sql=False)
        with environment, self.engine.begin() as connection:
            environment.configure(connection=connection)
            with Operations.context(environment.get_context()):
                getattr(revision.module, direction)()

    def forget(self):
        """A step that failed is not gone on with."""
        with self.link.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS dbmig_journal")

    def stamp(self, ids):
        with self.link.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            cursor.execute("DELETE FROM alembic_version")
            for one in ids:
                cursor.execute("INSERT INTO alembic_version VALUES (%s)", (one,))


def first_lines(text):
    return " | ".join(text.strip().splitlines()[:3])


class Walk:
    def __init__(self, dbmig, server, tree, folder):
        self.dbmig, self.tree = dbmig, tree
        self.script = ScriptDirectory(str(tree))
        self.ours, self.theirs = Side(server, "ours"), Side(server, "theirs")
        self.ini = folder / "tree.ini"
        self.ini.write_text(INI.format(tree=tree, name="ours", socket=server.socket))
        self.count = collections.Counter()
        self.notes = []
        self.refused = set()

    def run(self):
        revisions = list(self.script.walk_revisions())[::-1]
        for _ in range(2):
            for revision in revisions:
                self.step(revision, "upgrade")
            for revision in reversed(revisions):
                self.step(revision, "downgrade")

    def step(self, revision, direction):
        up = direction == "upgrade"
        problem = None
        try:
            self.theirs.by_alembic(self.script, revision, direction)
        except Exception as error:  # pylint: disable=broad-except
            problem = error
            self.count["alembic fails"] += 1
            self.note(revision, direction, f"Alembic itself: {first_lines(str(problem))}")
        parents = set(revision._all_down_revisions)  # pylint: disable=protected-access
        self.ours.stamp(parents if up else [revision.revision])
        target = revision.revision if up else "-1"
        answer = subprocess.run([self.dbmig, "-q", "-c", self.ini, direction, target],
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            self.count[f"{direction} run"] += 1
        elif "nothing was run" in answer.stderr:
            self.count[f"{direction} refused"] += 1
            self.refused.add(revision.revision)
            self.note(revision, direction, first_lines(answer.stderr))
            try:
                self.ours.by_alembic(self.script, revision, direction)
            except Exception:  # pylint: disable=broad-except
                pass  # as on the other side
        else:
            self.ours.forget()
            number = problem and getattr(getattr(problem, "orig", None), "args", [None])[0]
            if number and f"server error {number} (" in answer.stderr:
                self.count["both fail alike"] += 1
            else:
                self.count[f"{direction} failed"] += 1
                self.note(revision, direction, answer.stderr.strip().replace("\n", " | "))
        self.compare(revision, direction)

    def compare(self, revision, direction):
        ours, theirs = self.ours.schema(), self.theirs.schema()
        if ours == theirs:
            self.count["equal"] += 1
            return
        self.count["DIFFERENT"] += 1
        for kind in SCHEMA:
            for one in sorted(set(ours[kind]) ^ set(theirs[kind]))[:4]:
                self.note(revision, direction, f"{'ours' if one in ours[kind] else 'theirs'}: {kind} {one}")

    def note(self, revision, direction, words):
        line = f"  {direction} {revision.revision}: {words}"
        if line not in self.notes and len(self.notes) < 40:
            self.notes.append(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dbmig", type=pathlib.Path)
    parser.add_argument("trees", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.meta_path.append(Missing())
    different = 0
    with tempfile.TemporaryDirectory() as name:
        server = Server(pathlib.Path(name) / "server")
        server.start(durable=False)
        try:
            for tree in options.trees:
                walk = Walk(options.dbmig.resolve(), server, tree.resolve(), pathlib.Path(name))
                walk.run()
                print(f"{tree}: {dict(walk.count)}; {len(walk.refused)} revisions refused", *walk.notes, sep="\n", flush=True)
                different += walk.count["DIFFERENT"] + walk.count["upgrade failed"] + walk.count["downgrade failed"]
        finally:
            server.stop()
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
