#!/usr/bin/python3
"""Tests of the bin-manager tree.

DBMIG names the binary, DBMIG_SCHEMA_SOCKET a server to use in place of a private one; arguments pick tests by a part of
their name.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common"))

# pylint: disable=wrong-import-position
import did_questions_test
import directory_questions_test
import history_test
import late_rows_test
import number_questions_test
import rules_test
import runner
import server
import transfer_questions_test
import walk_test
import world

MODULES = [history_test, walk_test, late_rows_test, rules_test, number_questions_test, did_questions_test,
           directory_questions_test, transfer_questions_test]

if __name__ == "__main__":
    with server.chosen_server() as used:
        sys.exit(runner.run(MODULES, world.World(used)))
