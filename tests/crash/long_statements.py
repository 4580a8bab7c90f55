"""dbmig is killed while the server works on: the next run has to wait for what it cannot see the end of."""

import os
import signal
import time

from bench import COMMANDS, UP, Failed, finished
from case import Case
from mysql_session import ServerError

_DOUBLE = "INSERT INTO big (n, w) SELECT n, w FROM big;"
BIG = ("CREATE TABLE big (id INT PRIMARY KEY AUTO_INCREMENT, n INT, w VARCHAR(60));"
       "INSERT INTO big (n, w) VALUES (1, REPEAT('x', 50));" + _DOUBLE * 17)
SMALL = "CREATE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 0), (2, 0);"
COUNT = "CREATE TABLE counter (n INT); INSERT INTO counter VALUES (0);"
PLUS = "UPDATE counter SET n = n + 1;"

# Each with the beginning of the statement at which dbmig dies.
CASES = {
    "ALTER TABLE big": Case("long-copy", f"{PLUS} ALTER TABLE big ADD INDEX (n), ADD c INT, ALGORITHM = COPY; {PLUS}", "", BIG + COUNT),
    "CREATE INDEX": Case("long-index", f"CREATE INDEX i ON big (w, n); ALTER TABLE big ADD INDEX (n); {PLUS}", "", BIG + COUNT),
    "CREATE TABLE u": Case("long-create-select", f"{PLUS} CREATE TABLE u AS SELECT id, SLEEP(1) AS s FROM t; {PLUS}", "", SMALL + COUNT),
    "UPDATE t": Case("long-rows", f"{PLUS} UPDATE t SET n = n + 1 + SLEEP(1); {PLUS}", "", SMALL + COUNT),
    "ALTER TABLE t": Case("long-wait-for-a-table", f"{PLUS} ALTER TABLE t ADD c INT; ALTER TABLE t ADD INDEX (n); {PLUS}", "", SMALL + COUNT),
}
WAIT_FOR_IT = 20.0


def run(suite):
    jobs = [(case, begins, again) for begins, case in CASES.items() for again in (0, 1)
            if suite.options.only in case.name]
    suite.each(jobs, lambda bench, job: _try(suite, bench, *job))


def _try(suite, bench, case, begins, again):
    """Killed in the statement; `again` times the run that waits for it is killed, too."""
    with suite.attempt(case.name, f"{begins} ..., killed {again} more times"):
        expected = bench.undisturbed(case)
        bench.prepare(case)
        with bench.server.session("crash", timeout=120) as other:
            if case.name == "long-wait-for-a-table":
                other.query("BEGIN; SELECT * FROM t")
            _kill_in(bench, begins)
            for _ in range(again):
                waiting = bench.start(*COMMANDS[UP])
                time.sleep(0.15)
                os.killpg(waiting.pid, signal.SIGKILL)
                finished(waiting)
            next_run = bench.start(*COMMANDS[UP])
            if case.name == "long-wait-for-a-table":
                time.sleep(0.8)
                other.query("COMMIT")
            done = finished(next_run)
        if done.code != 0:
            raise Failed(f"the next run: exit {done.code}\n{done.text}")
        suite.count("killed while the server worked on")
        bench.compare(case, expected, UP)


def _kill_in(bench, begins):
    process = bench.start(*COMMANDS[UP])
    deadline = time.monotonic() + WAIT_FOR_IT
    with bench.server.session() as session:
        while not _runs(session, begins):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"{begins} ... was not seen in the process list\n{finished(process).text}")
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    if finished(process).code == 0:
        raise Failed(f"{begins} ... was over too soon")


def _runs(session, begins):
    try:
        return session.query(f"SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE '%{begins}%' AND ID <> CONNECTION_ID()")
    except ServerError:
        return []
