"""Waiting, retries, logs, the id of a run, its last line, and lists of databases."""

import json
import re
import signal
import threading
import time
import unittest

from bench import Case, PrivateServer, end

APPLIED = "SELECT version_num FROM alembic_version"


class Logs(Case):
    def lines(self, ended):
        return [json.loads(line) for line in ended.log.splitlines()]

    def test_json_has_an_object_for_each_line_with_the_run_in_it(self):
        lines = self.lines(self.dbmig("upgrade", "head", "--log-format=json", "--log-level=debug", "--run-id=r1"))
        self.assertEqual({line["run_id"] for line in lines}, {"r1"})
        for line in lines:
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertLessEqual({"level", "message"}, line.keys())

    def test_each_revision_has_a_line_with_its_time(self):
        lines = self.lines(self.dbmig("upgrade", "head", "--log-format=json"))
        done = [line for line in lines if line.get("event") == "revision_done"]
        self.assertEqual([(line["revision"], line["statements"], line["tree"]) for line in done],
                         [("a1", 2, "shop"), ("a2", 1, "shop")])
        self.assertTrue(all(line["elapsed_ms"] >= 0 for line in done))
        self.dbmig("downgrade", "base")
        text = self.dbmig("upgrade", "head").log
        self.assertEqual(len(re.findall(r"INFO  \[dbmig\.shop\] a\d done in \d+\.\d\d s, \d statements?\n", text)), 2)

    def test_an_error_is_one_object_too(self):
        self.project.revision("a3", "CREATE TABLE t_a1 (i INT);", parent="a2")
        last = self.lines(self.dbmig("upgrade", "head", "--log-format=json", status=2))[-1]
        self.assertEqual((last["level"], last["code"], last["exit_status"], last["server"]["number"]),
                         ("error", "statement", 2, 1050))
        (line,) = self.lines(self.dbmig("upgrade", "--log-format", "json", "--nosuch", status=64))
        self.assertEqual((line["level"], line["exit_status"]), ("error", 64))

    def test_levels_leave_out_what_is_below_them(self):
        self.assertEqual(self.dbmig("upgrade", "a1", "--log-level=warning").log, "")
        self.assertIn("DEBUG", self.dbmig("upgrade", "head", "--log-level=debug").log)

    def test_a_run_has_one_id_in_log_and_journal(self):
        log = self.lines(self.dbmig("upgrade", "head", "--log-format=json"))
        (run_id,) = {line["run_id"] for line in log}
        self.assertEqual(set(self.rows("SELECT run_id FROM dbmig_journal")), {(run_id,)})
        self.dbmig("downgrade", "-1", DBMIG_RUN_ID="job-7")
        self.assertIn(("job-7",), self.rows("SELECT run_id FROM dbmig_journal"))
        self.dbmig("current", DBMIG_RUN_ID="no id", status=78)

    def test_a_journal_of_an_older_dbmig_gets_the_column(self):
        self.dbmig("upgrade", "a1")
        definition = self.rows("SHOW CREATE TABLE dbmig_journal")
        self.server.do("ALTER TABLE observed.dbmig_journal DROP COLUMN run_id")
        self.dbmig("upgrade", "head", "--run-id=r2")
        self.assertEqual(self.rows("SELECT DISTINCT run_id FROM dbmig_journal ORDER BY 1"), (("",), ("r2",)))
        self.assertEqual(self.rows("SHOW CREATE TABLE dbmig_journal"), definition)


class TerminationLog(Case):
    def last_line(self, *arguments, status=0):
        path = self.folder / "termination-log"
        path.write_text("of an earlier run\n")
        self.dbmig(*arguments, f"--termination-log={path}", status=status)
        return path.read_text()

    def test_says_where_the_database_is(self):
        self.assertRegex(self.last_line("upgrade", "head"),
                         r"^shop \(observed\): at a2 \(head\): 2 revisions, 3 statements in [\d.]+ s\n$")

    def test_says_what_went_wrong(self):
        self.project.revision("a3", "CREATE TABLE t_a1 (i INT);", parent="a2")
        line = self.last_line("upgrade", "head", status=2)
        self.assertTrue(line.startswith("dbmig upgrade: exit 2: shop/versions/a3_x.sql:9:14: "), line)
        self.assertIn("server error 1050 (42S01): Table 't_a1' already exists", line)
        self.assertEqual(line.count("\n"), 1)

    def test_one_that_cannot_be_written_changes_nothing(self):
        log = self.dbmig("upgrade", "head", "--termination-log=/nowhere/log").log
        self.assertIn("WARN  [dbmig] cannot write /nowhere/log: No such file or directory\n", log)


class Waiting(Case):
    def later(self, seconds, *statements):
        timer = threading.Timer(seconds, self.server.do, statements)
        timer.start()
        self.addCleanup(timer.join)

    def user_url(self, password="pw"):
        return self.server.url(self.database).replace("root@", f"later:{password}@")

    def test_ends_when_the_login_works(self):
        self.project.configure(self.user_url(), "retry_delay = 50ms")
        self.later(1, "CREATE USER later@localhost IDENTIFIED BY 'pw'", "GRANT ALL ON observed.* TO later@localhost")
        self.addCleanup(self.server.do, "DROP USER later@localhost")
        start = time.monotonic()
        log = self.dbmig("wait", "--timeout=30s").log
        self.assertGreater(time.monotonic() - start, 0.9)
        self.assertIn("waiting for later@unix(", log)
        self.assertIn("Access denied for user 'later'@'localhost'", log)
        self.assertRegex(log, r"/observed answers: 1[01]\.")

    def test_a_server_that_comes_is_waited_for(self):
        with PrivateServer() as other:
            other.create_database("observed")
            self.project.configure(other.url("observed"))
            other.do("SHUTDOWN")
            other._process.wait()
            starter = threading.Timer(1, other._start)
            starter.start()
            ended = self.dbmig("wait", "--timeout=30s", "--json")
            starter.join()
        self.assertGreater(json.loads(ended.out)["trees"][0]["attempts"], 1)

    def test_ends_when_the_time_is_up(self):
        self.project.configure("mysql://root@127.0.0.1:1/observed", "retry_delay = 50ms")
        start = time.monotonic()
        log = self.dbmig("wait", "--timeout=1s", status=69).log
        self.assertLess(time.monotonic() - start, 4)
        self.assertIn("dbmig: root@127.0.0.1:1/observed was not ready within 1s\n", log)

    def test_ends_at_a_signal(self):
        self.project.configure("mysql://root@127.0.0.1:1/observed")
        process = self.project.start("wait")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(end(process).status, 75)

    def test_a_length_of_time_is_one(self):
        self.assertIn('--timeout: "soon" is no length of time', self.dbmig("wait", "--timeout=soon", status=64).log)


class Retries(Case):
    def test_a_server_that_is_away_for_a_moment_is_tried_again(self):
        with PrivateServer() as other:
            other.create_database("observed")
            self.project.configure(other.url("observed"), "retries = 20", "retry_delay = 100ms", "retry_backoff = 1.5")
            other.do("SHUTDOWN")
            other._process.wait()
            starter = threading.Timer(1, other._start)
            starter.start()
            log = self.dbmig("upgrade", "head").log
            starter.join()
        self.assertRegex(log, r"WARN  \[dbmig\.shop\] Can't connect to .* \(\d+\); connecting again in \d+ ms \(1 of 20\)\n")

    def test_what_a_retry_cannot_help_is_not_tried_again(self):
        slow = ("retries = 5", "retry_delay = 60s")
        for url in (self.server.url(self.database).replace("root@", "nobody:pw@"), self.server.url("no_such_database"),
                    "mysql://root@no-such-host.invalid/observed"):
            self.project.configure(url, *slow)
            start = time.monotonic()
            ended = self.dbmig("upgrade", "head", status=69)
            if "(-3)" not in ended.log:  # A machine without any name service.
                self.assertLess(time.monotonic() - start, 30, ended.log)

    def test_a_signal_ends_the_pause(self):
        self.project.configure("mysql://root@127.0.0.1:1/observed", "retries = 5", "retry_delay = 60s")
        process = self.project.start("upgrade", "head")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(end(process).status, 75)


class Fleet(Case):
    def setUp(self):
        super().setUp()
        self.names = [self.server.create_database(f"cell_{i}") for i in range(4)]
        self.list(*self.names)

    def list(self, *lines):
        (self.folder / "databases").write_text("\n".join(["# all cells", *lines, ""]))

    def upgrade(self, *arguments, status=0):
        return self.dbmig("upgrade", "head", "--databases-file=databases", *arguments, status=status)

    def places(self):
        """Where each database stands; empty when it was not touched."""
        found = {}
        for name in self.names:
            there = self.rows("SHOW TABLES LIKE 'alembic_version'", name)
            found[name] = self.rows(APPLIED, name)[0][0] if there else ""
        return found

    def test_every_database_is_done(self):
        log = self.upgrade().log
        self.assertEqual(set(self.places().values()), {"a2"})
        self.assertRegex(log, r"INFO  \[dbmig\.shop cell_3\] at a2 \(head\): 2 revisions")

    def test_shards_are_dealt_out(self):
        self.upgrade("--shard=1/3")
        self.assertEqual(self.places(), {"cell_0": "", "cell_1": "a2", "cell_2": "", "cell_3": ""})
        self.upgrade("--shard", "0/3")
        self.assertEqual(self.places(), {"cell_0": "a2", "cell_1": "a2", "cell_2": "", "cell_3": "a2"})
        self.assertIn("no database is listed for this part", self.upgrade("--shard=9/10").log)

    def test_a_line_may_be_a_url_and_name_its_tree(self):
        self.list(f"shop {self.server.url('cell_2')}")
        out = json.loads(self.upgrade("--json").out)
        self.assertEqual(out["trees"][0]["address"], f"root@unix({self.server.socket})/cell_2")
        self.assertEqual(self.places()["cell_2"], "a2")

    def test_a_server_that_is_down_does_not_keep_the_others_waiting(self):
        self.list("cell_0", "mysql://root@127.0.0.1:1/gone", "cell_1")
        log = self.upgrade(status=69).log
        self.assertEqual((self.places()["cell_0"], self.places()["cell_1"]), ("a2", "a2"))
        self.assertIn("ERROR [dbmig.shop 127.0.0.1:1/gone] cannot connect to root@127.0.0.1:1/gone", log)
        self.assertIn("dbmig: 1 of 3 databases could not be done\nstate: the others are done\n", log)

    def test_a_statement_that_is_refused_ends_it(self):
        self.server.do("CREATE TABLE cell_1.t_a2 (i INT)")
        log = self.upgrade(status=2).log
        self.assertEqual(self.places(), {"cell_0": "a2", "cell_1": "a1", "cell_2": "", "cell_3": ""})
        self.assertIn("; 1 of 4 databases is done\n", log.replace("databases are done", "databases is done"))

    def test_what_is_done_stays_done(self):
        self.upgrade()
        self.assertEqual(self.upgrade().log.count("nothing to do"), 4)

    def test_wait_and_status_take_the_list(self):
        self.assertEqual(self.dbmig("wait", "--databases-file=databases", "--shard=0/2").log.count(" answers: "), 2)
        out = json.loads(self.dbmig("status", "--databases-file=databases", "--json").out)
        self.assertEqual([tree["database"] for tree in out["trees"]], self.names)

    def test_a_list_that_is_wrong_changes_nothing(self):
        self.list("cell_0", "cell_0")
        self.assertIn("databases:3: this database is listed twice", self.upgrade(status=78).log)
        self.list("cell_0")
        self.upgrade("--url=mysql://h/d", status=64)
        self.dbmig("upgrade", "head", "--shard=0/2", status=64)
        self.upgrade("--shard=2/2", status=64)
        self.assertEqual(set(self.places().values()), {""})


if __name__ == "__main__":
    unittest.main()
