#!/usr/bin/python3
"""Both trees in one run: up, down and up again, with every warning of the server an error.

DBMIG names the binary, DBMIG_SCHEMA_SOCKET a server to use in place of a private one.
"""

import functools
import subprocess
import sys

import runner
from dbmig import TREES, binary
from facts import Facts
from server import chosen_server

DATABASES = {"bin-manager": "both_voipbin", "asterisk_config": "both_asterisk"}


class Databases:
    """An empty database for each tree, and one settings file for both."""

    def __init__(self, server):
        self._server = server
        self._settings = server.folder / "migrate.ini"
        sections = ["[dbmig]\ntrees = " + ", ".join(TREES)]
        for tree, location in TREES.items():
            url = server.url(server.create_database(DATABASES[tree])).replace("%", "%%")
            sections.append(f"[{tree}]\nscript_location = {str(location).replace('%', '%%')}\nurl = {url}")
        self._settings.write_text("\n\n".join(sections) + "\n")

    def run(self, *arguments):
        done = subprocess.run([binary(), "-c", str(self._settings), *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        assert done.returncode == 0, f"dbmig {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def schema(self):
        """What both databases hold, and the revisions they stand at."""
        lines = [f"{tree} {line}" for tree in TREES
                 for line in Facts(self._server.connect(DATABASES[tree]), DATABASES[tree]).schema()]
        return lines + self.run("current").stdout.splitlines()


@functools.lru_cache(maxsize=None)
def _at_head(server):
    databases = Databases(server)
    done = databases.run("upgrade", "head", "--warnings", "error")
    return databases, done, databases.schema()


def test_one_run_takes_both_trees_to_head_without_a_warning(server):
    _, done, schema = _at_head(server)
    assert "warning" not in (done.stdout + done.stderr).lower(), done.stderr
    for tree in TREES:
        assert any(line.startswith(f"{tree} tables:") for line in schema), tree


def test_both_trees_come_back_to_the_same_schema_by_way_of_base(server):
    databases, _, schema = _at_head(server)
    for tree in TREES:
        databases.run("-n", tree, "downgrade", "base", "--warnings", "error")
    assert [line for line in databases.schema() if line.startswith(tuple(TREES))] == []
    databases.run("upgrade", "head", "--warnings", "error")
    assert databases.schema() == schema


if __name__ == "__main__":
    with chosen_server() as used:
        sys.exit(runner.run([sys.modules[__name__]], used))
