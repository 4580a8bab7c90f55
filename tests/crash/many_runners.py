"""Many runners at once: each revision is run once, and each runner ends with 0 or 75."""

import os
import signal
import time

from bench import COMMANDS, UP, Failed, finished
from snapshot import DATABASE

CASES = ("everything", "rows-and-tables", "rows-many-revisions", "branches")
MAY_END_WITH = (0, 75)


def run(suite):
    suite.cases = [case for case in suite.cases if case.name in CASES]
    known = suite.undisturbed()
    cases = [case for case in suite.cases if case.name in known]
    with suite.bench() as bench:
        for case in cases:
            with suite.attempt(case.name, f"{suite.options.runners} runners at once"):
                _one_database(suite, bench, case, known[case.name], killed=0)
            with suite.attempt(case.name, f"{suite.options.runners} runners at once, a quarter of them killed"):
                _one_database(suite, bench, case, known[case.name], killed=suite.options.runners // 4)
        for case in cases[:1]:
            with suite.attempt(case.name, f"{suite.options.databases} databases"):
                _many_databases(suite, bench, case)


def _one_database(suite, bench, case, expected, killed):
    bench.prepare(case)
    chance = suite.random("runners", case.name, killed)
    for direction, command in COMMANDS.items():
        # Every other one does not wait.
        runners = [bench.start(*command, *(("--lock-timeout", "0") if number % 2 else ())) for number in range(suite.options.runners)]
        victims = chance.sample(runners, killed)
        for victim in victims:
            time.sleep(chance.expovariate(1 / 0.05))
            if victim.poll() is None:
                os.killpg(victim.pid, signal.SIGKILL)
        _check_ends(suite, [finished(runner) for runner in runners if runner not in victims])
        for victim in victims:
            finished(victim)
        bench.finish(case, direction)
        bench.compare(case, expected, direction)


def _check_ends(suite, runs):
    suite.count("runners at once", len(runs))
    for run_ in runs:
        suite.count(f"runners at once that ended with {run_.code}")
        if run_.code not in MAY_END_WITH:
            raise Failed(f"a runner: exit {run_.code}\n{run_.text}")


def _many_databases(suite, bench, case):
    """As many runners as databases, two of them on each of half the databases."""
    bench.prepare(case)
    names = [f"{DATABASE}_{number}" for number in range(suite.options.databases)]
    with bench.server.session() as session:
        for name in names:
            session.query(f"CREATE DATABASE {name}; USE {name}; {case.setup}")
    half = names[:max(1, len(names) // 2)]
    _check_ends(suite, [finished(r) for r in [_start(bench, name) for name in half + half]])
    _check_ends(suite, [finished(r) for r in [_start(bench, name) for name in names]])
    with bench.server.session() as session:
        for name in names:
            if session.value(f"USE {name}; {case.holds}") != "1":
                raise Failed(f"{name}: not so: {case.holds}")
    suite.count("databases at once", len(names))


def _start(bench, name):
    return bench.start(*COMMANDS[UP], "--url", bench.server.url(name))
