#!/usr/bin/python3
"""A copy of the asterisk tree with Asterisk's own revision files copied over it, beside Alembic.

    DBMIG=build/dev/dbmig tests/schema/upstream/follow_asterisk.py CHECKOUT

CHECKOUT is a checkout of Asterisk, or of its contrib/ast-db-manage alone. Twice: at the release that the tree follows,
with newer files made up here; and at an older one, as if our last revisions were not written yet and their files of
today were the newer ones. Needs Asterisk's files, which are not kept here, and is therefore no part of the test suite.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

from follow import HERE, Story, Walks
from server import PrivateServer
from upstream_test import python_files, written

OURS = HERE.parents[2] / "asterisk_config" / "config" / "versions"
MIDDLE = "164abbd708c"
TABLE = "alembic_version_config"
MADE_UP = [
    ("0123456789ab", "op.add_column('ps_endpoints', sa.Column('made_up', sa.Enum('yes', 'no', name='yesno_values')))",
     "op.drop_column('ps_endpoints', 'made_up')"),
    ("123456789abc", "with op.batch_alter_table('ps_globals') as batch:\n        batch.add_column(sa.Column('made_up', sa.Integer))",
     "with op.batch_alter_table('ps_globals') as batch:\n        batch.drop_column('made_up')"),
]


def versions_of(checkout):
    for folder in (checkout, checkout / "contrib" / "ast-db-manage"):
        if (folder / "config" / "versions").is_dir():
            return folder / "config" / "versions"
    raise SystemExit(f"{checkout}: no config/versions here, nor in contrib/ast-db-manage")


def line_of(folder, suffix, parent):
    """The files of a history of one line, from the base."""
    after = {}
    for path in folder.glob(f"*{suffix}"):
        found = re.search(parent, path.read_text(), re.M)
        after[found[1] or None] = path
    line, at = [], None
    while at in after:
        line.append(after.pop(at))
        at = line[-1].name.split("_")[0]
    return line, after


def ours_at(server, count, replaced):
    """Our files without the last `count`, and with a head that replaces an older revision of theirs."""
    line, _ = line_of(OURS, ".sql", r"^-- down_revision: (?:null|(\w+))")
    folder = server.folder / f"ours_{count}"
    folder.mkdir()
    for path in line[:len(line) - count]:
        shutil.copy(path, folder)
    head = folder / line[-1 - count].name
    text = head.read_text()
    if "-- replaces:" not in text:
        head.write_text(text.replace("-- message:", f"-- replaces: [{replaced}]\n-- message:", 1))
    return folder


def theirs_without(server, versions, newer):
    folder = server.folder / f"theirs_without_{len(newer)}"
    folder.mkdir()
    for path in versions.glob("*.py"):
        if path.name not in newer:
            shutil.copy(path, folder)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path)
    versions = versions_of(parser.parse_args().checkout)
    head = next(path for path in OURS.glob("*.sql") if "-- replaces:" in path.read_text())
    replaced = re.search(r"^-- replaces: \[(\w+)\]", head.read_text(), re.M)[1]
    newest = next(path for path in versions.glob(f"{replaced}_*.py"))
    before = re.search(r"^down_revision = '(\w+)'", newest.read_text(), re.M)[1]
    with PrivateServer() as server:
        print(f"at {replaced}, with newer ones made up:", flush=True)
        failed = Walks(server, Story(ours=OURS, theirs=versions, newer=python_files(MADE_UP, replaced),
                                     replaced=replaced, middle=MIDDLE, their_table=TABLE)).run()
        print(f"at {before}, with {replaced} the newer one:", flush=True)
        newer = {newest.name: newest.read_text()}
        failed += Walks(server, Story(ours=ours_at(server, 1, before), theirs=theirs_without(server, versions, newer),
                                      newer=newer, replaced=before, middle=MIDDLE, their_table=TABLE)).run()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
