#!/usr/bin/python3
"""Runs revisions that ask the database what to do, by Alembic and by dbmig, each on a database of its own.

Each case of live_cases.py is the upgrade() of a revision of its own tree. Afterwards tables, rows
and what a revision wrote down must be the same. Needs Debian's python3-alembic, python3-pymysql and
mariadb-server.
"""

import argparse
import io
import contextlib
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import types
import warnings

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext

from compare_trees import INI, OWN, Side, Server
from live_cases import CASES, HEAD, START, WRITE


def source(revision, down, body):
    return (
        f'"""{revision}"""\n{HEAD}\n{WRITE}\nrevision = "{revision}"\ndown_revision = {down!r}\n\n\n'
        f"def upgrade():\n{textwrap.indent(body, '    ')}\n\n\ndef downgrade():\n    pass\n"
    )


def everything(side):
    """The schema and all rows, without the tools' own tables."""
    found = side.schema()
    with side.link.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        for (table,) in sorted(cursor.fetchall()):
            if table in OWN:
                continue
            cursor.execute(f"SELECT * FROM `{table}`")
            found[f"rows of {table}"] = list(map(repr, cursor.fetchall()))
    return found


def by_alembic(side, texts):
    for text in texts:
        module = types.ModuleType("revision")
        exec(compile(text, "revision", "exec"), module.__dict__)  # pylint: disable=exec-used
        with side.engine.begin() as connection:
            context = MigrationContext.configure(connection)
            with Operations.context(context), contextlib.redirect_stdout(io.StringIO()):
                with EnvironmentContext(Config(), None, as_sql=False):
                    module.upgrade()


def case(dbmig, server, folder, number, body):
    """What differs, as lines."""
    texts = [source("a0", None, START), source("b0", "a0", body)]
    ours, theirs = Side(server, "ours"), Side(server, "theirs")
    (folder / "versions").mkdir(exist_ok=True)
    for name, text in zip(("a0", "b0"), texts):
        (folder / "versions" / f"{name}.py").write_text(text)
    (folder / "a.ini").write_text(INI.format(tree=folder, name="ours", socket=server.socket))
    try:
        by_alembic(theirs, texts)
    except Exception as problem:  # pylint: disable=broad-except
        return [f"Alembic itself: {type(problem).__name__}: {problem}"]
    answer = subprocess.run([dbmig, "-q", "-c", folder / "a.ini", "upgrade", "head"],
                            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if answer.returncode:
        return answer.stderr.splitlines()
    mine, other = everything(ours), everything(theirs)
    return [f"{kind}\n    ours:   {mine.get(kind)}\n    theirs: {other.get(kind)}"
            for kind in sorted(set(mine) | set(other)) if mine.get(kind) != other.get(kind)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dbmig", type=pathlib.Path)
    parser.add_argument("only", nargs="*", type=int, help="numbers of cases")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        server = Server(pathlib.Path(name) / "server")
        server.start(durable=False)
        try:
            for number, body in enumerate(CASES):
                if options.only and number not in options.only:
                    continue
                problems = case(options.dbmig.resolve(), server, pathlib.Path(name), number, body)
                if problems:
                    failures += 1
                    print(f"case {number}:", textwrap.indent(body, "  "), *problems, sep="\n", flush=True)
        finally:
            server.stop()
    print(f"{len(CASES)} cases, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
