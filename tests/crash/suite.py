"""What all modes share: workers with a server each, seeds, figures, and the list of failures."""

import collections
import contextlib
import pathlib
import queue
import random
import sys
import threading
import traceback

from bench import Bench, Failed, Stopped
from server import Server

PROGRAM = pathlib.Path(__file__).resolve().parent / "run"
SHOWN_FAILURES = 20
# Modes with cases of their own.
OWN_CASES = ("back", "long", "random", "refusals")


class Suite:
    """One mode of one call of the program."""

    running = set()

    def __init__(self, options, cases, template):
        self.options = options
        self.figures = collections.Counter()
        self.sabotage = ""
        self.failures = []  # (case, what, how to see it again)
        self._lock = threading.Lock()
        self._template = template
        with Server(options.launcher, template=template) as probe:
            self.version = probe.version()
        product = "mariadb" if "MariaDB" in self.version else "mysql"
        self.cases = [case for case in cases if case.only in ("", product) and options.only in case.name]
        if not self.cases and not any(mode in options.modes for mode in OWN_CASES):
            sys.exit(f"{PROGRAM.name}: no case has {options.only!r} in its name")

    def __enter__(self):
        Suite.running.add(self)
        return self

    def __exit__(self, *_):
        Suite.running.discard(self)

    def random(self, *words):
        """Random numbers that depend on the seed and on what they are for."""
        return random.Random(":".join(map(str, (self.options.seed, *words))))

    def count(self, figure, number=1):
        with self._lock:
            self.figures[figure] += number

    def fail(self, case, text, again=""):
        with self._lock:
            if self not in Suite.running:  # Its servers are being stopped.
                return
            self.failures.append((case, text, again))
            if len(self.failures) <= SHOWN_FAILURES and not self.sabotage:
                print(f"FAILED {case}\n  {text}\n  {again}\n", file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def attempt(self, case, again=""):
        """One trial of `case`: what it breaks is a failure, and the suite goes on."""
        try:
            yield
        except Failed as failure:
            self.fail(case, str(failure), again)
        except Stopped as stopped:
            self.count("stopped for the operator")
            if self.options.verbose:
                print(f"{case}: stopped: {stopped}", file=sys.stderr)
        except Exception:  # pylint: disable=broad-except
            self.fail(case, traceback.format_exc(), again)

    @contextlib.contextmanager
    def bench(self, *options, parent=None, url=None, user="root"):
        with Server(self.options.launcher, options, template=self._template, parent=parent) as server:
            with Bench(server, self.options.dbmig, self.options.preload, url=url, user=user) as bench:
                bench.sabotage = self.sabotage
                yield bench
                self.count("runs of dbmig", bench.runs)
                self.count("statements in doubt, settled", bench.doubts)

    def each(self, jobs, work):
        """work(bench, job) for all jobs, in as many threads with a server each as there are workers."""
        waiting = queue.SimpleQueue()
        for job in jobs:
            waiting.put(job)
        threads = [threading.Thread(target=self._work, args=(waiting, work))
                   for _ in range(min(self.options.workers, max(len(jobs), 1)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, waiting, work):
        try:
            with self.bench() as bench:
                with contextlib.suppress(queue.Empty):
                    while True:
                        work(bench, waiting.get_nowait())
        except Exception:  # pylint: disable=broad-except
            self.fail("the suite itself", traceback.format_exc())

    def undisturbed(self):
        """{name of a case: what it comes to}, of those that run at all."""
        known = {}

        def measure(bench, case):
            with self.attempt(case.name, "the run had nothing in its way"):
                known[case.name] = bench.undisturbed(case)

        self.each(self.cases, measure)
        return known

    def report(self, mode):
        """Prints the figures; the exit code."""
        for figure, number in sorted(self.figures.items()):
            print(f"{number:8} {figure}")
        by_case = collections.Counter(case for case, _, _ in self.failures)
        for case, number in sorted(by_case.items()):
            print(f"{number:8} failures of {case}")
        print(f"{mode}: {len(self.cases)} cases on {self.version}, seed {self.options.seed}: "
              f"{len(self.failures)} failures")
        return 1 if self.failures else 0
