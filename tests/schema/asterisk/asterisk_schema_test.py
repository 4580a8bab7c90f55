#!/usr/bin/python3
"""The asterisk tree: its files, the schema it makes, and the way back.

    DBMIG=build/release/dbmig tests/schema/asterisk/asterisk_schema_test.py [NAME...]

Starts a MariaDB server of its own, unless DBMIG_SCHEMA_SOCKET names another. The schema is compared with expected_schema.txt, which
compare_with_asterisk.py writes from the schema that Asterisk's own scripts make.
"""

import difflib
import re
import sys
import time
import traceback
from pathlib import Path

from dbmig import Dbmig
from history import revisions, slug
from sample_rows import SampleRows
from schema_facts import facts, rows, tables

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))
# pylint: disable-next=wrong-import-position
from server import chosen_server

EXPECTED = Path(__file__).with_name("expected_schema.txt")
TABLE_OPTIONS = "ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci"
ACTION = re.compile(r"(create table|(add|update|remove) (column|index) \S.*)$")
# Asterisk publishes this table without any key, and the schema must be Asterisk's.
WITHOUT_KEY = {"queue_rules"}
# Asterisk publishes this one with a unique key whose column may be NULL.
NULLABLE_KEY = {"ps_contacts"}


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def check_same(expected, actual, what):
    if expected == actual:
        return
    lines = list(difflib.unified_diff(expected, actual, "expected", "actual", lineterm="", n=0))
    raise AssertionError(f"{what}:\n" + "\n".join(lines[:40]))


def expected_lines():
    return EXPECTED.read_text(encoding="utf-8").splitlines()


# The files alone.

def test_the_history_is_one_line_with_one_head(_):
    line = revisions()
    check(len(line) >= 12, f"{len(line)} revisions are not a history")
    dates = [revision.header["create_date"] for revision in line]
    check(dates == sorted(set(dates)), "create_date does not ascend along the history")


def test_file_names_follow_from_id_and_message(_):
    for revision in revisions():
        check(re.fullmatch(r"[0-9a-f]{12}", revision.id), f"{revision.file}: id {revision.id}")
        name = f"{revision.id}_{slug(revision.header['message'])}.sql"
        check(revision.file == name, f"{revision.file} should be {name}")


def test_messages_name_the_one_table_that_the_file_changes(_):
    for revision in revisions():
        table, _, rest = revision.header["message"].partition(" ")
        check(ACTION.fullmatch(rest), f"{revision.file}: message '{revision.header['message']}'")
        sql = revision.upgrade + "\n" + revision.downgrade
        named = set(re.findall(r"^(?:(?:CREATE|ALTER|DROP) TABLE|UPDATE) `(\w+)`", sql, re.M))
        check(named == {table}, f"{revision.file} changes {sorted(named)}")


def test_every_revision_has_a_way_back(_):
    for revision in revisions():
        check(revision.upgrade.endswith(";"), f"{revision.file}: no upgrade")
        check(revision.downgrade.endswith(";"), f"{revision.file}: no downgrade")


def test_every_create_table_writes_engine_charset_and_collation_out(_):
    for revision in revisions():
        creates = revision.upgrade.count("CREATE TABLE")
        check(revision.upgrade.count(TABLE_OPTIONS) == creates, f"{revision.file}: table options")


def test_only_the_head_replaces_a_revision_of_asterisk(_):
    line = revisions()
    check([revision.id for revision in line if revision.replaces] == [line[-1].id],
          "replaces stands elsewhere than in the head alone")
    check(line[-1].replaces[0] in line[-1].header["doc"], "doc does not name what is replaced")


# The schema.

def test_head_is_the_schema_that_asterisk_publishes(server):
    database = fresh(server, "head")
    Dbmig(server, database).must("upgrade", "head", "--warnings", "error")
    with server.connect(database) as connection:
        check_same(expected_lines(), facts(connection, database), "the schema at head")


def test_house_rules_hold_at_head(server):
    database = fresh(server, "rules")
    Dbmig(server, database).must("upgrade", "head", "--warnings", "error")
    with server.connect(database) as connection:
        check_charsets(connection, database)
        check_keys(connection, database)


def check_charsets(connection, database):
    mine = tables(connection, database)
    found = rows(connection, "SELECT table_name, engine, table_collation"
                 " FROM information_schema.tables WHERE table_schema = %s", database)
    wrong = [row for row in found
             if row[0] in mine and tuple(row[1:]) != ("InnoDB", "utf8mb4_general_ci")]
    check(not wrong, f"engine or collation of tables: {wrong}")
    found = rows(connection, "SELECT table_name, column_name, character_set_name, collation_name"
                 " FROM information_schema.columns"
                 " WHERE table_schema = %s AND character_set_name IS NOT NULL", database)
    wrong = [row for row in found
             if row[0] in mine and tuple(row[2:]) != ("utf8mb4", "utf8mb4_general_ci")]
    check(not wrong, f"charset of columns: {wrong}")


def check_keys(connection, database):
    """Each table has a key that identifies a row; the exceptions are Asterisk's and are named."""
    found = rows(connection, """
        SELECT s.table_name, s.index_name, MAX(c.is_nullable)
          FROM information_schema.statistics s
          JOIN information_schema.columns c
            ON c.table_schema = s.table_schema AND c.table_name = s.table_name
           AND c.column_name = s.column_name
         WHERE s.table_schema = %s AND s.non_unique = 0
         GROUP BY s.table_name, s.index_name""", database)
    every = set(tables(connection, database))
    unique = {table for table, _, _ in found} & every
    identified = {table for table, _, nullable in found if nullable == "NO"} & every
    check(every - unique == WITHOUT_KEY, f"without a unique key: {sorted(every - unique)}")
    check(unique - identified == NULLABLE_KEY, f"nullable keys: {sorted(unique - identified)}")


# The way there and back.

def test_base_to_head_to_base_leaves_an_empty_database(server):
    database = fresh(server, "round")
    dbmig = Dbmig(server, database)
    dbmig.must("upgrade", "head", "--warnings", "error")
    dbmig.must("downgrade", "base", "--warnings", "error")
    with server.connect(database) as connection:
        check_same([], facts(connection, database), "left behind at base")
        dbmig.must("upgrade", "head", "--warnings", "error")
        check_same(expected_lines(), facts(connection, database), "the schema at head again")


def test_each_downgrade_restores_what_its_upgrade_found_with_rows_present(server):
    database = fresh(server, "steps")
    dbmig = Dbmig(server, database)
    line = revisions()
    with server.connect(database) as connection:
        samples = SampleRows(connection, database)
        before = []
        for revision in line:
            before.append(facts(connection, database))
            dbmig.must("upgrade", revision.id, "--warnings", "error")
            samples.fill_new_tables()
        check_same(expected_lines(), facts(connection, database), "head reached step by step")
        samples.check_unchanged()
        samples.refill_all_tables()
        for revision, lines in zip(reversed(line), reversed(before)):
            dbmig.must("downgrade", "-1", "--warnings", "error")
            check_same(lines, facts(connection, database), f"the way back past {revision.file}")
            samples.check_counts()


def test_each_step_can_be_taken_back_and_repeated_three_times(server):
    # What a column leaves behind when it is dropped in an instant counts against the size of a row.
    database = fresh(server, "again")
    dbmig = Dbmig(server, database)
    for revision, before in zip(revisions(), ["base"] + [revision.id for revision in revisions()]):
        dbmig.must("upgrade", revision.id)
        for _ in range(3 if "DROP COLUMN" in revision.downgrade else 0):
            dbmig.must("downgrade", before)
            dbmig.must("upgrade", revision.id)
    with server.connect(database) as connection:
        check_same(expected_lines(), facts(connection, database), "head after all repetitions")


def test_dropped_columns_leave_no_trace_in_the_row(_):
    for revision in revisions():
        sql = revision.upgrade + "\n" + revision.downgrade
        for statement in sql.split(";"):
            check("DROP COLUMN" not in statement or statement.endswith(",\n    FORCE"),
                  f"{revision.file}: DROP COLUMN without FORCE")


def test_a_narrowing_downgrade_refuses_rather_than_cuts(server):
    database = fresh(server, "narrow")
    dbmig = Dbmig(server, database)
    message = "ps_auths update column id realm"
    revision = next(each for each in revisions() if each.header["message"] == message)
    dbmig.must("upgrade", revision.id, "--warnings", "error")
    with server.connect(database) as connection:
        name = "x" * 200
        rows(connection, "INSERT INTO ps_auths (id) VALUES (%s)", name)
        result = dbmig.run("downgrade", "-1", "--warnings", "error")
        check(result.returncode == 2, f"exit code {result.returncode}:\n{result.stderr}")
        check(rows(connection, "SELECT id FROM ps_auths") == ((name,),), "the row was changed")


def fresh(server, name):
    server.create_database(f"asterisk_{name}")
    return f"asterisk_{name}"


def run(test, server):
    started = time.monotonic()
    try:
        test(server)
        verdict, detail = "ok", ""
    except AssertionError as failure:
        verdict, detail = "FAILED", f"\n{failure}"
    except Exception:  # Whatever went wrong, the other tests still run and are counted.
        verdict, detail = "FAILED", "\n" + traceback.format_exc()
    print(f"{verdict} {test.__name__} ({time.monotonic() - started:.1f} s){detail}", flush=True)
    return verdict == "ok"


def main(names):
    known = {name: test for name, test in globals().items() if name.startswith("test_")}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit("no such test: " + ", ".join(unknown))
    with chosen_server() as server:
        results = [run(known[name], server) for name in (names or known)]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
