"""Walks of databases through a tree of ours that follows a history which somebody else publishes.

Ours has a revision with `replaces`, and their Python files are copied in beside ours as they are. Their databases are
made by Alembic from their files alone.
"""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "common"), str(HERE.parent / "asterisk")]
# pylint: disable=wrong-import-position
from dbmig import binary
from schema_facts import facts, rows

ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, version_table={table!r})
    with context.begin_transaction():
        context.run_migrations()
"""


@dataclasses.dataclass
class Story:
    """Whose files are followed from where."""

    ours: pathlib.Path     # Our revision files.
    theirs: pathlib.Path   # Theirs, up to the one that ours replaces.
    newer: dict            # Theirs above it: name of the file -> its text.
    replaced: str          # The id that a revision of ours replaces.
    middle: str            # One of theirs on the way there.
    their_table: str = "alembic_version"


class Tree:
    """A folder of revision files with an ini, for one database after another."""

    def __init__(self, server, name, their_table):
        self._server = server
        self.folder = server.folder / name
        self.versions = self.folder / "versions"
        self.versions.mkdir(parents=True)
        self._table = their_table
        (self.folder / "env.py").write_text(ENV.format(table=their_table))

    def take(self, source, suffix):
        for path in source.glob(f"*{suffix}"):
            shutil.copy(path, self.versions)
        return self

    def write(self, files):
        for name, text in files.items():
            (self.versions / name).write_text(text)
        return self

    def drop(self, suffix, but=()):
        for path in self.versions.glob(f"*{suffix}"):
            if path.name not in but:
                path.unlink()

    def _ini(self, name, url, more=""):
        path = self.folder / f"{name}.ini"
        url = url.replace("%", "%%")
        path.write_text(f"[alembic]\nscript_location = {self.folder}\nsqlalchemy.url = {url}\n{more}")
        return str(path)

    def dbmig(self, database, *arguments):
        adopt = f"adopt_version_table = {self._table}\n" if self._table != "alembic_version" else ""
        ini = self._ini("dbmig", self._server.url(database), adopt)
        return subprocess.run([binary(), "-c", ini, *arguments], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)

    def must(self, database, *arguments):
        done = self.dbmig(database, *arguments)
        assert done.returncode == 0, f"dbmig {arguments} on {database}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def ran(self, database, *arguments):
        """The revisions that an upgrade ran, in order."""
        return re.findall(r"Running upgrade .*?-> (\w+)", self.must(database, *arguments).stderr)

    def alembic(self, database, *arguments):
        ini = self._ini("alembic", self._server.url(database, "mysql+pymysql"))
        done = subprocess.run([sys.executable, "-m", "alembic", "-c", ini, *arguments], capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        assert done.returncode == 0, f"alembic {arguments} on {database}:\n{done.stdout}{done.stderr}"
        return done.stdout


class Walks:
    """The databases of one story: each method is a rule, in the order in which they are tried."""

    def __init__(self, server, story):
        self._server = server
        self._story = story
        table = story.their_table
        name = f"{story.replaced}_{table}"
        self._theirs = Tree(server, f"theirs_{name}", table).take(story.theirs, ".py")
        self._both = Tree(server, f"both_{name}", table).take(story.ours, ".sql").take(story.theirs, ".py")
        self._their_ids = self._line(story.theirs)
        self._our_ids = {re.search(r"^-- revision: (\w+)", path.read_text(), re.M)[1]
                         for path in story.ours.glob("*.sql")}
        self._newer_ids = [_id(text) for text in story.newer.values()]

    @staticmethod
    def _line(folder):
        return {_id(path.read_text()) for path in folder.glob("*.py")}

    def _database(self, name, at=None):
        """Empty, or brought by Alembic to a revision of theirs."""
        self._server.do(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        if at:
            self._theirs.alembic(name, "upgrade", at)
        return name

    def _facts(self, database):
        with self._server.connect(database) as connection:
            return facts(connection, database)

    def _rows(self, database, table="alembic_version"):
        with self._server.connect(database) as connection:
            return [row[0] for row in rows(connection, f"SELECT version_num FROM {table}")]

    def check_an_empty_database_gets_there_by_our_files(self):
        name = self._database("empty")
        ran = self._both.ran(name, "upgrade", "head")
        assert set(ran) == self._our_ids, ran
        assert self._facts(name) == self._facts(self._database("published", self._story.replaced)), "schemas differ"
        assert not self._both.ran(name, "upgrade", "head")
        return f"{len(ran)} of ours"

    def check_a_database_that_alembic_brought_to_the_replaced_revision_is_there(self):
        name = self._database("there", self._story.replaced)
        before = self._facts(name)
        assert not self._both.ran(name, "upgrade", "head")
        assert self._facts(name) == before
        assert self._both.must(name, "current").stdout.startswith(self._story.replaced)
        assert self._both.must(name, "check").returncode == 0
        return "nothing run"

    def check_one_that_alembic_brought_to_the_middle_goes_on_by_their_files(self):
        name = self._database("middle", self._story.middle)
        ran = self._both.ran(name, "upgrade", "head")
        assert ran and set(ran) < self._their_ids and ran[-1] == self._story.replaced, ran
        assert self._facts(name) == self._facts("published"), "schemas differ"
        assert self._rows(name) == [self._story.replaced]
        return f"{len(ran)} of theirs"

    def check_history_hides_what_is_replaced(self):
        name = self._database("listed", self._story.replaced)
        shown = self._both.must(name, "history").stdout
        everything = self._both.must(name, "history", "--all").stdout
        assert not [one for one in self._their_ids if re.search(rf"\b{one}\b", shown)], shown
        assert all(re.search(rf"\b{one}\b", everything) for one in self._their_ids | self._our_ids), everything
        assert len(self._both.must(name, "heads").stdout.splitlines()) == 1
        return f"{len(shown.splitlines())} of {len(everything.splitlines())} lines"

    def check_newer_files_of_theirs_are_all_that_is_run(self):
        self._both.write(self._story.newer)
        self._theirs.write(self._story.newer)
        expected = self._facts(self._database("newest", "head"))
        for name in ("empty", "there", "middle"):
            assert self._both.ran(name, "upgrade", "head") == self._newer_ids, name
            assert self._facts(name) == expected, f"{name}: schemas differ"
            assert self._rows(name) == self._newer_ids[-1:], name
        for name, at in (("empty2", None), ("middle2", self._story.middle)):
            ran = self._both.ran(self._database(name, at), "upgrade", "head")
            assert ran[-len(self._newer_ids):] == self._newer_ids, ran
            assert self._facts(name) == expected, f"{name}: schemas differ"
        assert len(self._both.must("empty", "heads").stdout.splitlines()) == 1
        return f"{len(self._newer_ids)} run on three databases, and after the others on two"

    def check_a_downgrade_goes_back_to_the_replaced_place_and_up_again(self):
        before = self._facts("published")
        after = self._facts("newest")
        for name in ("empty", "there", "middle2"):
            self._both.must(name, "downgrade", f"-{len(self._newer_ids)}")
            assert self._facts(name) == before, f"{name}: schemas differ"
            assert not [one for one in self._rows(name) if one in self._newer_ids], name
            assert self._both.ran(name, "upgrade", "head") == self._newer_ids
            assert self._facts(name) == after, f"{name}: schemas differ"
        return "three databases"

    def check_an_empty_database_goes_to_the_head_and_back_to_nothing(self):
        name = self._database("round")
        self._both.must(name, "upgrade", "head")
        self._both.must(name, "downgrade", "base")
        assert not self._facts(name), self._facts(name)
        assert not self._rows(name)
        return "empty again"

    def check_alembic_goes_on_where_dbmig_left_the_row(self):
        if self._story.their_table != "alembic_version":
            return "left out: their table has another name"
        name = self._database("handed", self._story.middle)
        self._both.must(name, "upgrade", self._story.replaced)
        assert self._rows(name) == [self._story.replaced]
        self._theirs.alembic(name, "upgrade", "head")
        assert self._rows(name) == self._newer_ids[-1:]
        assert not self._both.ran(name, "upgrade", "head")
        self._theirs.alembic(name, "downgrade", self._story.middle)
        assert len(self._both.ran(name, "upgrade", "head")) > len(self._newer_ids)
        return "and dbmig where Alembic did"

    def check_a_row_of_files_that_are_gone_is_refused(self):
        name = self._database("lost", self._story.middle)
        before = self._facts(name)
        self._both.drop(".py", but=self._story.newer)
        done = self._both.dbmig(name, "upgrade", "head")
        assert done.returncode == 65 and "hint:" in done.stderr and self._story.middle in done.stderr, done
        assert self._facts(name) == before and self._rows(name, self._story.their_table) == [self._story.middle]
        assert not self._both.ran("there", "upgrade", "head")
        assert self._both.ran(self._database("at_release", None), "upgrade", "head")[-1] == self._newer_ids[-1]
        return done.stderr.strip()

    def run(self):
        failed = 0
        for name in [name for name in vars(type(self)) if name.startswith("check_")]:
            try:
                print(f"ok {name[6:]}: {getattr(self, name)()}", flush=True)
            except AssertionError as failure:
                failed += 1
                print(f"FAILED {name[6:]}: {failure}", flush=True)
        return 1 if failed else 0


def _id(text):
    return re.search(r"^revision\b.*?= ['\"](\w+)['\"]", text, re.M)[1]
