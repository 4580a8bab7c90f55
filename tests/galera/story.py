"""A database on the cluster, dbmig on each of its nodes, and what must hold after whatever was done to them."""

import contextlib
import os
import signal
import sys
import time
import traceback

from bench import UP, Bench, Failed, finished
from cluster import eventually
from snapshot import DATABASE

TEMPORARY = 75
NODE_RETURNS = 30.0
EXPIRE = f"UPDATE {DATABASE}.dbmig_lease SET expires_at = NOW(6) - INTERVAL 1 SECOND"


class Story:
    """What the rules share."""

    def __init__(self, options, cluster):
        self.options, self.cluster = options, cluster
        self.figures = {}
        self.failures = 0
        self._stack = contextlib.ExitStack()
        self.benches = [self._stack.enter_context(Bench(node, options.dbmig, options.preload)) for node in cluster.nodes]

    def close(self):
        self._stack.close()

    def count(self, what, number=1):
        self.figures[what] = self.figures.get(what, 0) + number

    @contextlib.contextmanager
    def rule(self, name):
        """One rule: what breaks it is a failure, and the suite goes on."""
        start = time.monotonic()
        try:
            yield
            print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
        except Failed as failure:
            self._fail(name, failure)
        except Exception:  # pylint: disable=broad-except
            self._fail(name, traceback.format_exc())
        self.count("rules")

    def _fail(self, name, text):
        self.failures += 1
        print(f"FAILED {name}\n  {text}\n", file=sys.stderr, flush=True)

    def prepare(self, case, more=""):
        """The database of `case` anew, and its files for a dbmig on each node, with `more` settings."""
        first, *others = self.benches
        first.prepare(case)
        first.configure(more=more)
        for bench in others:
            bench._write_tree(case)  # pylint: disable=protected-access
            bench.scripts = first.scripts if case.scripts else bench.folder / "tree"
            bench.configure(more=more)

    def undisturbed(self, case):
        self.prepare(case)
        return self.benches[0].walked(case)

    def compare(self, case, expected, direction):
        """Every node that runs must hold what an undisturbed run leaves."""
        for bench in self.benches:
            if bench.server.is_running():
                bench.compare(case, expected, direction)
                self.count("databases compared")

    def expire(self, bench, dead=None):
        """Lets the time of a lease pass, by hand; what its holder had sent is over by then."""
        if dead is not None and dead.server.is_running():
            eventually(lambda: not _busy(dead), "the end of what a dead client had sent", NODE_RETURNS)
        with bench.server.session() as session:
            if session.query(f"SHOW TABLES FROM {DATABASE} LIKE 'dbmig_lease'"):  # It may have died before.
                session.query(EXPIRE)

    def lease(self, bench):
        with bench.server.session() as session:
            columns, rows = session.table(f"SELECT * FROM {DATABASE}.dbmig_lease")
            return dict(zip(columns, rows[0]))


def _busy(bench):
    with bench.server.session() as session:
        return session.value(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'root' AND ID <> CONNECTION_ID()"
            f" AND DB = '{DATABASE}'") != "0"


def expect(run, code, *texts):
    """The exit code, and that each text is in the output."""
    if run.code != code:
        raise Failed(f"exit {run.code}, not {code}:\n{run.text}")
    for text in texts:
        if text not in run.text:
            raise Failed(f"not in the output: {text}\n{run.text}")


def stopped_run(bench, text, *command, call=1):
    """A dbmig that waits before it sends `text`, or before the `call`-th call from there."""
    process = bench.stopped_at(call, *command, origin=text)
    if process is None:
        raise Failed(f"it was over before call {call} from {text}")
    return process


def go_on(process):
    os.killpg(process.pid, signal.SIGCONT)
    return finished(process)


def call_of(expected, text, direction=UP):
    """The number of the first call of an undisturbed run that sends `text`."""
    for number, call in enumerate(expected.calls[direction], 1):
        if text in call:
            return number
    raise Failed(f"no call sends {text}")

