"""A folder, a server and the two programs, with what a test says about them."""

import contextlib
import difflib
import pathlib
import sys
import tempfile
import traceback

from graphs import NAMED, OTHERS, ancestors, in_order, write_twins
from normalise import branch_blocks, label_order, paths, records, script
from sides import ENV_PY, INI

CREATE_VERSION_TABLE = ("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))")
OURS = {"dbmig_journal"}  # A table that only dbmig has.

TESTS = []


def row(number, name):
    """Registers a test under its row of the checklist, or under several."""

    def register(function):
        if TESTS and TESTS[-1][1] is function:
            TESTS[-1] = (f"{number} {name} + {TESTS[-1][0]}", function)
        else:
            TESTS.append((f"{number} {name}", function))
        return function

    return register


class Twins:
    """One graph in both forms, each with an ini and a database of its own."""

    def __init__(self, world, name, graph):
        self.world, self.graph = world, graph
        self.labels = {label for r in graph for label in r.labels}
        self.folders = {side: world.folder / name / side for side in ("alembic", "dbmig")}
        self.databases = {side: f"{name}_{side}".lower() for side in self.folders}
        for side, folder in self.folders.items():
            (folder / "alembic" / "versions").mkdir(parents=True)
            (folder / "alembic" / "env.py").write_text(ENV_PY)
            (folder / "alembic.ini").write_text(INI.format(url=world.url(self.databases[side])))
        write_twins(graph, *(f / "alembic" / "versions" for f in self.folders.values()))
        self._state = None

    # The databases.

    def rows(self, *ids):
        """Both databases stand here: version rows, and the tables of all that is applied."""
        if self._state == ids:
            return self
        known = {r.id for r in self.graph}
        applied = in_order(self.graph, [i for i in ids if i in known])
        for database in self.databases.values():
            self.world.empty_database(database)
            self.world.query(database, CREATE_VERSION_TABLE)
            for rev in applied:
                self.world.query(database, rev.up_sql)
            for each in ids:
                self.world.query(database, f"INSERT INTO alembic_version VALUES ('{each}')")
        self._state = ids
        return self

    def fresh(self):
        """Both databases are empty, without a version table."""
        for database in self.databases.values():
            self.world.empty_database(database)
        self._state = None
        return self

    def state(self, side):
        return self.world.state(self.databases[side])

    # The programs.

    def both(self, *arguments, **more):
        theirs = self.world.alembic.run(self.folders["alembic"], *arguments, **more)
        ours = self.world.dbmig.run(self.folders["dbmig"], *arguments, **more)
        return theirs, ours

    def _text(self, text):
        return label_order(paths(text, *self.folders.values()), self.labels)

    def same(self, *arguments, shape=str, **more):
        """Both succeed with the same stdout and the same `Running` lines; returns it."""
        theirs, ours = self.both(*arguments, **more)
        expect(theirs.ok, f"{arguments}: Alembic failed: {theirs}")
        expect(ours.ok, f"{arguments}: dbmig failed: {ours}")
        equal(shape(self._text(theirs.stdout)), shape(self._text(ours.stdout)), arguments)
        equal(theirs.running, ours.running, arguments)
        return ours

    def same_set(self, *arguments):
        return self.same(*arguments, shape=records)

    def same_branches(self, *arguments):
        return self.same(*arguments, shape=branch_blocks)

    def same_script(self, *arguments):
        return self.same(*arguments, shape=script)

    def refused(self, *arguments, says=None, status=None, **more):
        """Both refuse. dbmig says what Alembic says, or `says` where the words are its own."""
        theirs, ours = self.both(*arguments, **more)
        expect(not theirs.ok, f"{arguments}: Alembic did it: {theirs}")
        expect(not ours.ok, f"{arguments}: dbmig did it: {ours}")
        if says is None:
            expect("FAILED: " in theirs.stdout, f"{arguments}: Alembic says nothing to compare: {theirs}")
            says = theirs.stdout.split("FAILED: ")[1].strip()
        expect(says in ours.stderr, f"{arguments}: dbmig does not say\n  {says}\nbut\n  {ours.stderr}")
        equal("", ours.stdout, f"{arguments}: stdout of a refusal")
        if status is not None:
            equal(status, ours.status, f"{arguments}: exit status")
        return ours

    def moved(self, start, *arguments):
        """From these rows, both succeed, run the same steps and end in the same state."""
        self.rows(*start)
        self._state = None
        ours = self.same(*arguments)
        equal(self.state("alembic"), self.state("dbmig"), f"{start} {arguments}: the databases")
        return ours

    def stuck(self, start, *arguments, **more):
        """From these rows, both refuse and leave everything as it was."""
        self.rows(*start)
        before = self.state("dbmig")
        self.refused(*arguments, **more)
        equal(before, self.state("dbmig"), f"{start} {arguments}: the database")
        self._state = None


class World:
    """The server and the programs, and a folder that ends with them."""

    def __init__(self, server, alembic, dbmig):
        self.server, self.alembic, self.dbmig = server, alembic, dbmig
        self._folder = tempfile.TemporaryDirectory(prefix="parity-test.")
        self.folder = pathlib.Path(self._folder.name)
        self.connection = server.connect()
        self._twins = {}

    def close(self):
        self.connection.close()
        self._folder.cleanup()

    def url(self, database):
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={self.server.socket}"

    def query(self, database, sql):
        with self.connection.cursor() as cursor:
            if database:
                cursor.execute(f"USE `{database}`")
            cursor.execute(sql)
            return cursor.fetchall()

    def empty_database(self, name):
        self.query(None, f"DROP DATABASE IF EXISTS `{name}`")
        self.query(None, f"CREATE DATABASE `{name}`")

    def tables(self, database):
        return {name for name, in self.query(database, "SHOW TABLES")} - OURS

    def state(self, database):
        """The version rows and the definition of each table."""
        tables = sorted(self.tables(database))
        known = "alembic_version" in tables
        rows = sorted(self.query(database, "SELECT version_num FROM alembic_version")) if known else None
        return rows, [self.query(database, f"SHOW CREATE TABLE `{t}`")[0][1] for t in tables]

    def twins(self, name):
        """A named graph; made once, with its databases."""
        if name not in self._twins:
            self._twins[name] = Twins(self, name, (NAMED | OTHERS)[name]).fresh()
        return self._twins[name]

    def folder_for(self, name):
        folder = self.folder / name
        folder.mkdir()
        return folder


class Failed(Exception):
    """A test's complaint."""


def expect(condition, complaint):
    if not condition:
        raise Failed(complaint)


def equal(expected, found, about):
    if expected != found:
        one, other = (_lines(x) for x in (expected, found))
        text = "\n".join(difflib.unified_diff(one, other, "Alembic", "dbmig", lineterm="", n=2))
        raise Failed(f"{about}:\n{text}")


def _lines(value):
    return value.splitlines() if isinstance(value, str) else [repr(v) for v in value] \
        if isinstance(value, (list, tuple)) else [repr(value)]


@contextlib.contextmanager
def replaced(path, old, new):
    """A file with other text, for a while."""
    text = path.read_text()
    expect(old in text, f"{path} has no {old!r}")
    path.write_text(text.replace(old, new))
    try:
        yield
    finally:
        path.write_text(text)


def run_all(world, wanted=""):
    passed = failed = 0
    for name, function in TESTS:
        if wanted not in name:
            continue
        try:
            function(world)
            passed += 1
        except Exception as error:
            failed += 1
            print(f"FAIL {name}")
            text = str(error) if isinstance(error, Failed) else traceback.format_exc()
            print("  " + text.rstrip().replace("\n", "\n  "))
            sys.stdout.flush()
    return passed, failed
