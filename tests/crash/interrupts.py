"""dbmig gets a signal at one of its calls and another one soon after, which ends the statement on the server."""

import contextlib
import signal
import time

import journal
import snapshot
from bench import COMMANDS, IN_DOUBT, Failed, Kill, finished
from case import Case
from zoo_tables import COUNTER, PLUS, ROWS

MAY_END_WITH = (0, 75)
SLOW = Case("slow", f"{PLUS} CREATE TABLE a AS SELECT id, SLEEP(0.1) AS s FROM t; {PLUS} UPDATE t SET n = n + 1 + SLEEP(0.1);"
            f"ALTER TABLE t ADD c INT, ALGORITHM = COPY; INSERT INTO t (id, n) SELECT 9, SLEEP(0.2); {PLUS}",
            f"DELETE FROM t WHERE id = 9 + SLEEP(0.05); ALTER TABLE t DROP c; {PLUS} DROP TABLE a;", ROWS + COUNTER,
            holds="SELECT n = 3 FROM counter")


def run(suite):
    suite.cases.append(SLOW)
    known = suite.undisturbed()
    cases = [case for case in suite.cases if case.name in known and not case.scripts and case is not SLOW]
    chance = suite.random("interrupts")
    jobs = [(SLOW if number % 2 or not cases else chance.choice(cases), number) for number in range(suite.options.rounds)]
    suite.each(jobs, lambda bench, job: _try(suite, bench, known, *job))


def _try(suite, bench, known, case, number):
    chance = suite.random("interrupts", case.name, number)
    expected = known[case.name]
    bench.prepare(case)
    refused = _failed_steps(bench.state(case)[1])  # Those of a broken revision, which belong to the case.
    for direction in COMMANDS:
        calls = len(expected.calls[direction])
        kill = Kill(chance.randint(min(20, calls), calls), chance.choice(("before", "after")), signal=signal.SIGINT)
        pause = chance.random() * 0.3
        with suite.attempt(case.name, f"{direction} interrupted at {kill}, and again {pause:.3f} s later"):
            _interrupt(suite, bench, case, direction, kill, pause)
            bench.finish(case, direction)
            _compare(bench, case, expected, direction, refused)


def _failed_steps(rows):
    return {row["step"] for row in rows or [] if row["number"] == "0" and row["state"] == "failed"}


def _compare(bench, case, expected, direction, refused):
    """As Bench.compare(); a step of which nothing took effect is over, and begun anew as another one."""
    found, rows = bench.state(case)
    over = _failed_steps(rows) - refused
    lines = snapshot.differences(expected.states[direction], found)
    lines += journal.problems(expected.journals[direction], [row for row in rows if row["step"] not in over])
    if lines:
        raise Failed(f"after {direction}:\n  " + "\n  ".join(lines))


def _interrupt(suite, bench, case, direction, kill, pause):
    """A program that ends meanwhile has had enough of signals."""
    process = bench.start(*COMMANDS[direction], kill=kill)
    time.sleep(pause)
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    done = finished(process)
    # Before dbmig works on a database, a second signal ends it at once, as it ends any program; so does the first
    # one before it has asked for any.
    if done.code in (-signal.SIGINT, 128 + signal.SIGINT):
        suite.count("ended before it had begun")
        return
    suite.count("interrupted")
    if "ended on the server" in done.text:
        suite.count("statements ended on the server")
    if done.code not in MAY_END_WITH and not (done.code == IN_DOUBT and case.may_stop):
        raise Failed(f"exit {done.code}\n{done.text}")
