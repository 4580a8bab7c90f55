#!/usr/bin/python3
"""Compares the SQL that Alembic and dbmig print for the same revision files.

Each case of golden.py is the upgrade() of a revision. What Alembic prints, dbmig has to print too,
but for blanks and the doubled percent signs of Alembic's offline output; what Alembic refuses,
dbmig has to refuse.
"""

import argparse
import contextlib
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import traceback
import types
import warnings

from alembic.migration import MigrationContext
from alembic.operations import Operations

from golden import CASES, HEAD

INI = "[alembic]\nscript_location = {folder}\nsqlalchemy.url = mysql+pymysql://root@localhost/x\n"
MARK = "-- case "


def source(number, body):
    # sorted_names is a name of the file's own.
    return (
        f'"""case {number}"""\n{HEAD}\nrevision = "c{number:04}"\n'
        f"down_revision = {f'c{number - 1:04}' if number else None!r}\nsorted_names = ('x', 'y')\n\n\n"
        f"def upgrade():\n{textwrap.indent(body, '    ')}\n\n\ndef downgrade():\n    pass\n"
    )


def statements(text):
    text = re.sub(r"\s+", " ", text.replace("%%", "%"))
    text = re.sub(r"\( ", "(", re.sub(r" \)", ")", text))
    return [one.strip() for one in text.split(";") if one.strip()]


def by_alembic(text):
    """Statements, or None when Alembic refuses."""
    out = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="mysql", opts={"as_sql": True, "literal_binds": True, "output_buffer": out}
    )
    # As on MariaDB, by whose words dbmig prints when no server is asked.
    context.dialect._set_mariadb(True, (10, 11, 0))  # pylint: disable=protected-access
    context.dialect.identifier_preparer = context.dialect.preparer(context.dialect)
    module = types.ModuleType("revision")
    try:
        exec(compile(text, "revision", "exec"), module.__dict__)  # pylint: disable=exec-used
        with Operations.context(context), contextlib.redirect_stdout(out):
            module.upgrade()
    except Exception:  # pylint: disable=broad-except
        return None, traceback.format_exc(limit=-1).splitlines()[-1]
    return statements(out.getvalue()), ""


def by_dbmig(dbmig, folder, number):
    before = f"c{number - 1:04}:" if number else ""
    answer = subprocess.run(
        [dbmig, "-q", "-c", folder / "a.ini", "upgrade", f"{before}c{number:04}", "--sql"],
        capture_output=True, text=True, check=False,
    )
    if answer.returncode:
        return None, answer.stderr.strip().splitlines()[0]
    lines = ("\n" + answer.stdout).split("\n-- Running upgrade", 1)[1].split("\n", 1)[1]
    own = re.compile(r"^(UPDATE|INSERT INTO) alembic_version ")
    return [one for one in statements(lines) if not own.match(one)], ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dbmig", type=pathlib.Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    failures = 0
    refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "versions").mkdir()
        (folder / "a.ini").write_text(INI.format(folder=folder))
        for number, body in enumerate(CASES):
            (folder / "versions" / f"c{number:04}.py").write_text(source(number, body))
        for number, body in enumerate(CASES):
            theirs, why = by_alembic(source(number, body))
            ours, problem = by_dbmig(options.dbmig.resolve(), folder, number)
            refused += theirs is None
            if ours != theirs:
                failures += 1
                print(f"{body}\n  Alembic: {theirs} {why}\n  dbmig:   {ours} {problem}")
    print(f"{len(CASES)} cases, {refused} refused by Alembic, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
