"""The server is killed while dbmig works, and started again on the same data."""

import time

from bench import COMMANDS, IN_DOUBT, Failed, Kill, finished
from suite import PROGRAM

# Between runs dbmig may find the server again by itself (0) or give up for now.
MAY_END_WITH = (0, 69, 75)
ROUNDS_PER_JOB = 5


def run(suite):
    known = suite.undisturbed()
    cases = [case for case in suite.cases if case.name in known]
    chance = suite.random("server")
    rounds = [chance.choice(cases) for _ in range(suite.options.rounds)]
    jobs = [(case, number) for number, case in enumerate(rounds)]
    suite.each(jobs, lambda bench, job: _try(suite, bench, known, *job))


def _try(suite, bench, known, case, number):
    chance = suite.random("server", case.name, number)
    again = (f"again: {PROGRAM} server --dbmig {suite.options.dbmig} --preload {suite.options.preload} "
             f"--seed {suite.options.seed} --rounds {suite.options.rounds} --only '{suite.options.only}' (round {number})")
    expected = known[case.name]
    with suite.attempt(case.name, again):
        bench.prepare(case)
        for direction in COMMANDS:
            kill = _moment(chance, expected.calls[direction], bench.server.process.pid)
            if _kill_server(suite, bench, direction, kill, case) != 0:
                bench.finish(case, direction)
            bench.compare(case, expected, direction)
    if bench.server.process.poll() is not None:
        bench.server.start()


def _moment(chance, calls, victim):
    """Mostly while the server works on something, and mostly not on the login."""
    first = min(25, len(calls)) if chance.random() < 0.9 else 1
    delay = 0 if chance.random() < 0.4 else int(chance.expovariate(1 / 1500))
    return Kill(chance.randint(first, len(calls)), "after" if chance.random() < 0.7 else "before", delay, victim)


def _kill_server(suite, bench, direction, kill, case):
    process = bench.start(*COMMANDS[direction], kill=kill)
    server = bench.server.process
    while server.poll() is None and process.poll() is None:
        time.sleep(0.001)
    if not bench.server.answers():
        suite.count("server kills")
        bench.server.kill()
        bench.server.start()
    done = finished(process)
    if done.code not in MAY_END_WITH and not (done.code == IN_DOUBT and case.may_stop):
        raise Failed(f"{direction}, server killed {kill}: exit {done.code}\n{done.text}")
    return done.code
