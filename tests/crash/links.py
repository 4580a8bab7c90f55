"""The link between dbmig and the server is cut, reset, half-closed or stalled after a number of bytes."""

from bench import COMMANDS, IN_DOUBT, Failed
from proxy import CUT, HALF, RESET, STALL, TO_CLIENT, TO_SERVER, Harm, Proxy

KINDS = (CUT, CUT, RESET, HALF, STALL)


ROWS = b"SELECT version_num FROM"  # A part of the answer is not to be taken for all of it.


def run(suite):
    known = suite.undisturbed()
    cases = [case for case in suite.cases if case.name in known and (not case.scripts or suite.options.only)]
    chance = suite.random("link")
    jobs = [(chance.choice(cases), number) for number in range(suite.options.rounds)]
    suite.each(jobs, lambda bench, job: _try_somewhere(suite, bench, known, *job))
    cuts = [Harm(CUT, TO_CLIENT, after, ROWS, nth) for nth in (1, 2) for after in range(1, 120, 10)]
    suite.each(cuts, lambda bench, harm: _try_both(suite, bench, known, cases[0], harm))


def _try_somewhere(suite, bench, known, case, number):
    chance = suite.random("link", case.name, number)
    for direction in COMMANDS:
        harm = None
        with suite.attempt(case.name):
            harm = _harm(bench, case, direction, chance)
        if harm:
            _try(suite, bench, known, case, direction, harm)


def _try_both(suite, bench, known, case, harm):
    for direction in COMMANDS:
        _stand_before(bench, case, direction)
        _try(suite, bench, known, case, direction, harm)


def _try(suite, bench, known, case, direction, harm):
    with suite.attempt(case.name, f"{direction}, {harm}"):
        code = _disturbed(suite, bench, case, direction, harm)
        bench.configure()
        if code != 0:
            bench.finish(case, direction)
        bench.compare(case, known[case.name], direction)


def _harm(bench, case, direction, chance):
    """One somewhere in the conversation; what that comes to, an undisturbed run tells."""
    _stand_before(bench, case, direction)
    with Proxy(bench.server.socket) as proxy:
        bench.configure(proxy.url())
        bench.run(*COMMANDS[direction])
    bench.configure()
    _stand_before(bench, case, direction)
    way = chance.choice((TO_SERVER, TO_CLIENT))
    return Harm(chance.choice(KINDS), way, chance.randint(1, max(proxy.bytes[way], 1)))


def _stand_before(bench, case, direction):
    bench.prepare(case)
    if direction == "down":
        bench.finish(case, "up")


def _disturbed(suite, bench, case, direction, harm):
    with Proxy(bench.server.socket, harm) as proxy:
        bench.configure(proxy.url())
        done = bench.run(*COMMANDS[direction])
    # One loss is nothing that an operator should have to know of.
    if done.code != 0 and not (done.code == IN_DOUBT and case.may_stop):
        raise Failed(f"exit {done.code}\n{done.text}")
    if proxy.done:
        suite.count(f"links harmed: {harm.kind}")
        suite.count(f"links harmed, run ended with {done.code}")
    return done.code
