"""The server, or the machine, refuses: the disk is full, rights are gone, a packet is too large, a row is locked."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from bench import COMMANDS, IN_DOUBT, UP, Failed, finished
from case import Case
from proxy import LATE, TO_SERVER, Harm, Proxy
from zoo_tables import COUNTER, PLUS, ROWS

MIXED = Case("mixed", f"{PLUS} CREATE TABLE a (n INT); {PLUS} INSERT INTO a VALUES (1); ALTER TABLE a ADD INDEX (n);"
             f"ALTER TABLE a ADD INDEX (n); UPDATE t SET n = n + 1; RENAME TABLE a TO b; {PLUS}", "", ROWS + COUNTER)
LARGE = Case("large-packet", f"{PLUS} CREATE TABLE b (t LONGTEXT); {PLUS} INSERT INTO b VALUES ('{'y' * 300000}'); {PLUS} ALTER TABLE b ADD c INT;",
             "", COUNTER)
FILLING = Case("filling", f"{PLUS} CREATE TABLE f (w CHAR(250)); INSERT INTO f VALUES ('x');"
               + "INSERT INTO f SELECT w FROM f;" * 15 + f"{PLUS} CREATE TABLE g AS SELECT * FROM f; ALTER TABLE f ADD INDEX (w), ALGORITHM = COPY; {PLUS}",
               "", COUNTER)
LOCKING = Case("locking", f"{PLUS} UPDATE t SET n = n + 1 WHERE id = 1; UPDATE t SET n = n + 1 WHERE id = 2; ALTER TABLE t ADD c INT; {PLUS}",
               "", ROWS + COUNTER + "CREATE TABLE heavy (n INT); INSERT INTO heavy VALUES (1), (2), (3), (4), (5), (6), (7), (8);")
LATE_ENDS = ("CREATE TABLE a (n INT)", "ALTER TABLE a ADD INDEX (n)", "RENAME TABLE a TO b", "ALTER TABLE b ADD m INT COMMENT ';'", "DROP TABLE c")
KILLED_LATE = Case("killed-late", f"{PLUS} {'; '.join(LATE_ENDS)}; {PLUS}", "", COUNTER + "CREATE TABLE c (n INT);")
MAY_END_WITH = (0, 2, 69, 73, 75, 77)
USER = "mover"


def run(suite):
    for name, trial in {
        "read-only": _read_only, "revoked": _revoked, "large-packet": _large_packet, "locked-rows": _locked_rows,
        "deadlock": _deadlock, "killed-late": _killed_late, "client-disk-full": _client_disk_full, "server-disk-full": _server_disk_full,
    }.items():
        if suite.options.only in name:
            with suite.attempt(name):
                trial(suite)


def _at_every_call(suite, figure, refuse, allow):
    """dbmig stops before a call, something is taken from it, it goes on; then it gets it back."""
    with suite.bench(user=USER) as bench:
        expected = bench.undisturbed(MIXED)
        calls = range(1, len(expected.calls[UP]) + 1)
        if suite.options.sample:
            calls = suite.random(figure).sample(calls, min(len(calls), suite.options.sample))
        for call in calls:
            with suite.attempt(figure, f"call {call}: {expected.calls[UP][call - 1]}"):
                _refused_once(suite, bench, expected, figure, call, refuse, allow)


def _refused_once(suite, bench, expected, figure, call, refuse, allow):
    bench.prepare(MIXED)
    process = bench.stopped_at(call, *COMMANDS[UP])
    if not process:
        return
    with bench.server.session() as session:
        refuse(session)
        try:
            os.kill(process.pid, signal.SIGCONT)
            done = finished(process)
        finally:
            session.query(allow)
    suite.count(figure)
    suite.count(f"{figure}, run ended with {done.code}")
    _check_end(done)
    bench.finish(MIXED, UP)
    bench.compare(MIXED, expected, UP)


def _read_only(suite):
    _at_every_call(suite, "read-only", lambda session: session.query("SET GLOBAL read_only = 1"), "SET GLOBAL read_only = 0")


def _revoked(suite):
    """Rights on a database that a session works in are looked at again when it logs in."""
    def revoke(session):
        session.query(f"REVOKE ALL PRIVILEGES ON crash.* FROM {USER}@localhost")
        for (number,) in session.query(f"SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '{USER}'"):
            session.query(f"KILL CONNECTION {number}")

    _at_every_call(suite, "revoked", revoke, f"GRANT ALL ON crash.* TO {USER}@localhost")


def _large_packet(suite):
    with suite.bench() as bench:
        expected = bench.undisturbed(LARGE)
        bench.prepare(LARGE)
        with bench.server.session() as session:
            session.query("SET GLOBAL max_allowed_packet = 65536")
            done = bench.run(*COMMANDS[UP])
            session.query("SET GLOBAL max_allowed_packet = 16777216")
        if done.code == 0:
            raise Failed(f"the packet was taken\n{done.text}")
        _check_end(done)
        bench.finish(LARGE, UP)
        bench.compare(LARGE, expected, UP)
        suite.count(f"packets too large, run ended with {done.code}")


def _locked_rows(suite):
    """Another transaction holds a row for longer than innodb_lock_wait_timeout."""
    with suite.bench("--innodb-lock-wait-timeout=1") as bench:
        expected = bench.undisturbed(LOCKING)
        for seconds in (0.3, 2.5):
            bench.prepare(LOCKING)
            with bench.server.session("crash") as other:
                other.query("BEGIN; UPDATE t SET n = n WHERE id = 2")
                process = bench.start(*COMMANDS[UP])
                time.sleep(seconds)
                other.query("ROLLBACK")
            done = finished(process)
            suite.count(f"rows locked, run ended with {done.code}")
            _check_end(done)
            bench.finish(LOCKING, UP)
            bench.compare(LOCKING, expected, UP)


def _deadlock(suite):
    """dbmig holds row 1 and waits for row 2, the other holds 2 and has done more: dbmig is the victim, and
    tries again."""
    with suite.bench() as bench:
        expected = bench.undisturbed(LOCKING)
        bench.prepare(LOCKING)
        with bench.server.session("crash") as other:
            other.query("BEGIN; UPDATE heavy SET n = n + 1; UPDATE heavy SET n = n - 1; UPDATE t SET n = n WHERE id = 2")
            process = bench.start(*COMMANDS[UP])
            _wait_until(bench, "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'")
            other.query("UPDATE t SET n = n WHERE id = 1; ROLLBACK")
            done = finished(process)
        if done.code != 0:
            raise Failed(f"a deadlock was not tried again: exit {done.code}\n{done.text}")
        bench.compare(LOCKING, expected, UP)
        suite.count("deadlocks")


def _settle(bench, done):
    """What looks like its effect may be that of another session, so somebody has to say it."""
    if "nothing tells whether it took effect" not in done.text:
        raise Failed(done.text)
    asked = bench.run(*COMMANDS[UP])
    if asked.code != IN_DOUBT:
        raise Failed(f"exit {asked.code}, not {IN_DOUBT}\n{asked.text}")
    told = bench.run("resume", "--assume-done")
    if told.code != 0:
        raise Failed(f"exit {told.code}\n{told.text}")


def _killed_late(suite):
    """A KILL meets a statement when its change is committed and its answer is not sent."""
    with suite.bench() as bench:
        expected = bench.undisturbed(KILLED_LATE)
        for number, statement in enumerate(LATE_ENDS, 2):
            with suite.attempt("killed-late", statement):
                bench.prepare(KILLED_LATE)
                with Proxy(bench.server.socket, Harm(LATE, TO_SERVER, 0, statement.encode())) as proxy:
                    bench.configure(proxy.url())
                    done = bench.run(*COMMANDS[UP])
                bench.configure()
                sure = statement.startswith(("DROP", "RENAME"))  # Their effect is there, whoever brought it about.
                told = f"state: {number if sure else number - 1} statement"
                if not proxy.done or done.code != 2 or "server error 1317 (70100)" not in done.text or told not in done.text:
                    raise Failed(f"exit {done.code}\n{done.text}")
                if not sure:
                    _settle(bench, done)
                bench.finish(KILLED_LATE, UP)
                bench.compare(KILLED_LATE, expected, UP)
                suite.count("killed late")


def _wait_until(bench, query):
    deadline = time.monotonic() + 10
    with bench.server.session() as session:
        while session.value(query) == "0":
            if time.monotonic() > deadline:
                raise Failed(f"never so: {query}")
            time.sleep(0.15)  # InnoDB answers from a copy for as long as it is asked more often.


class SmallDisk:
    """A file system in memory of so many megabytes."""

    def __init__(self, megabytes):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dbmig-crash-disk-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(self.folder)], check=True, capture_output=True)

    def __enter__(self):
        return self.folder

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def _may_mount():
    if os.geteuid() == 0:
        return True
    print("NOT TRIED: a full disk, since only root can mount one", file=sys.stderr)
    return False


def _client_disk_full(suite):
    """Neither TMPDIR nor stdout takes anything; what happens to the database is the same."""
    if not _may_mount():
        return
    with suite.bench() as bench, SmallDisk(1) as disk:
        expected = bench.undisturbed(MIXED)
        (disk / "ballast").write_bytes(b"x" * (1 << 20))
        bench.environment |= {"TMPDIR": str(disk), "HOME": str(disk)}
        bench.prepare(MIXED)
        with open("/dev/full", "w", encoding="utf-8") as full:
            code = subprocess.run(bench.command(*COMMANDS[UP]), env=bench.environment, stdin=subprocess.DEVNULL, stdout=full,
                                  stderr=full, check=False).returncode
        if code not in MAY_END_WITH:
            raise Failed(f"exit {code} when nothing can be written")
        bench.finish(MIXED, UP)
        bench.compare(MIXED, expected, UP)
        suite.count(f"client's disk full, run ended with {code}")


def _server_disk_full(suite):
    if not _may_mount():
        return
    with SmallDisk(400) as disk, suite.bench(parent=disk) as bench:
        expected = bench.undisturbed(FILLING)
        ballast = disk / "ballast"
        for megabytes in (1, 4, 8, 12, 16, 24, 40):
            with suite.attempt("server-disk-full", f"{megabytes} MB left"):
                bench.prepare(FILLING)
                _fill(ballast, disk, megabytes)
                try:
                    done = bench.run(*COMMANDS[UP])
                finally:
                    ballast.unlink()
                if not bench.server.answers():
                    bench.server.kill()
                    bench.server.start()
                    suite.count("server's disk full, the server died of it")
                suite.count(f"server's disk full, run ended with {done.code}")
                _check_end(done)
                bench.finish(FILLING, UP)
                bench.compare(FILLING, expected, UP)


def _fill(ballast, disk, leave):
    free = shutil.disk_usage(disk).free
    with open(ballast, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - (leave << 20), 1))


def _check_end(done):
    if done.code not in MAY_END_WITH:
        raise Failed(f"exit {done.code}\n{done.text}")
