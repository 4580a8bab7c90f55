#!/usr/bin/python3
"""Proves that the asterisk tree makes the schema that Asterisk's own Alembic scripts make.

    tests/schema/asterisk/compare_with_asterisk.py CHECKOUT [--write-expected]

CHECKOUT is a checkout of Asterisk, or of its contrib/ast-db-manage alone. Both histories are run on
a private MariaDB server, ours up to the revision that replaces the head of theirs, and what
information_schema says of the two is compared. Needs Alembic for Python, and is not part of the
test suite.

--write-expected rewrites expected_schema.txt from Asterisk's schema; review the diff.
"""

import argparse
import difflib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from dbmig import Dbmig
from history import revisions
from schema_facts import facts, is_bookkeeping, rows

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))
# pylint: disable-next=wrong-import-position
from server import PrivateServer

EXPECTED = Path(__file__).with_name("expected_schema.txt")
THEIRS, OURS = "asterisk_theirs", "asterisk_ours"


def scripts_of(checkout):
    for folder in (checkout, checkout / "contrib" / "ast-db-manage"):
        if (folder / "config" / "versions").is_dir():
            return folder
    raise SystemExit(f"{checkout}: no config/versions here, nor in contrib/ast-db-manage")


def run_their_scripts(server, folder):
    """Runs Asterisk's scripts to their head and returns that revision's id."""
    settings = server.folder / "theirs.ini"
    url = server.url(THEIRS, "mysql+pymysql").replace("%", "%%")
    # Their env.py names its version table after script_location, so this is no absolute path.
    settings.write_text(f"[alembic]\nscript_location = config\nsqlalchemy.url = {url}\n")
    server.create_database(THEIRS)
    subprocess.run([sys.executable, "-m", "alembic", "-c", str(settings), "upgrade", "head"],
                   cwd=folder, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    with server.connect(THEIRS) as connection:
        heads = rows(connection, "SELECT version_num FROM alembic_version_config")
    if len(heads) != 1:
        raise SystemExit(f"Asterisk's scripts end in {len(heads)} heads")
    return heads[0][0]


def run_ours(server, their_head):
    """Brings our tree to the revision that replaces theirs and returns its id."""
    ours = [revision for revision in revisions() if their_head in revision.replaces]
    if not ours:
        raise SystemExit(f"no revision of asterisk_config replaces Asterisk's head {their_head}")
    server.create_database(OURS)
    Dbmig(server, OURS).must("upgrade", ours[-1].id)
    return ours[-1].id


def charsets(connection, database):
    found = rows(connection, "SELECT table_name, collation_name FROM information_schema.columns"
                 " WHERE table_schema = %s AND collation_name IS NOT NULL", database)
    return Counter(collation for table, collation in found if not is_bookkeeping(table))


def summary(lines):
    kinds = Counter(line.split("\t")[0] for line in lines)
    enums = sum(line.startswith("column") and "\tenum(" in line for line in lines)
    return (f"{kinds['table']} tables, {kinds['column']} columns ({enums} of an enum type),"
            f" {kinds['index']} indexes, {kinds['foreign key']} foreign keys,"
            f" {kinds['check']} checks")


def compare(server, folder, write_expected):
    head = run_their_scripts(server, folder)
    with server.connect() as connection:
        theirs = facts(connection, THEIRS)
        if write_expected:
            EXPECTED.write_text("\n".join(theirs) + "\n", encoding="utf-8")
        revision = run_ours(server, head)
        ours = facts(connection, OURS)
        print(f"Asterisk {head}: {summary(theirs)}; {dict(charsets(connection, THEIRS))}")
        print(f"ours {revision}: {summary(ours)}; {dict(charsets(connection, OURS))}")
    lines = [line for line in difflib.unified_diff(theirs, ours, "Asterisk", "ours",
                                                   lineterm="", n=0) if line[:1] in "+-"][2:]
    print("\n".join(lines + [f"{len(lines)} differences"]))
    return 1 if lines else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--write-expected", action="store_true")
    arguments = parser.parse_args()
    with PrivateServer() as server:
        return compare(server, scripts_of(arguments.checkout), arguments.write_expected)


if __name__ == "__main__":
    sys.exit(main())
