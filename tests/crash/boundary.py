"""dbmig is killed before and after every call to the server, one point for each run."""

import itertools

from bench import COMMANDS, DOWN, UP, Kill
from suite import PROGRAM

SIDES = ("before", "after")
ROUNDS_PER_JOB = 24
# How often a run that resumes is killed, too.
AGAIN = 0.25
# Somewhere in the first calls of the resuming run: login, lock, journal, the statement in doubt.
CALLS_OF_A_RESUME = 90
# Makes the journal forget what was announced and not recorded, so that it is done again.
FORGET = "DELETE FROM crash.dbmig_journal WHERE state = 'running' AND number > 0"
LEAST_SAMPLE = 12
CONTROL_CASES = ("create-drop-create", "add-unnamed-index", "rename-swap", "drop-several", "everything")


def run(suite):
    if suite.options.at:
        return _one_round(suite)
    known = suite.undisturbed()
    jobs = []
    for case in suite.cases:
        if case.name in known:
            rounds = list(_rounds(suite, case, known[case.name]))
            jobs += [(case, known[case.name], part) for part in _parts(rounds)]
    jobs.sort(key=lambda job: bool(job[0].scripts))  # The long ones last, for who has no time to wait for all.
    suite.each(jobs, lambda bench, job: _try_all(suite, bench, *job))
    return None


def control(suite):
    """The suite must be able to fail: with the evidence taken away between two runs, it does."""
    suite.cases = [case for case in suite.cases if case.name in CONTROL_CASES]
    suite.sabotage = FORGET
    asked = suite.options.sample
    suite.options.sample = max(asked, LEAST_SAMPLE)
    run(suite)
    suite.options.sample = asked
    red = {case for case, _, _ in suite.failures}
    suite.count("failures, as it should be", len(suite.failures))
    suite.failures.clear()
    suite.sabotage = ""
    if 2 * len(red) < len(suite.cases):
        suite.fail("control", f"of {len(suite.cases)} cases only {len(red)} failed, though the journal forgot what was announced")


def _rounds(suite, case, expected):
    """For each round, the kills on the way up and those on the way down; at last the chains."""
    chance = suite.random(case.name)
    points = {d: points_of(expected.calls[d]) for d in COMMANDS}
    # Shuffled, so that also a run that is ended before its end has been everywhere.
    yield from rounds_of(chance, {d: chance.sample(p, min(suite.options.sample or len(p), len(p))) for d, p in points.items()})
    if case.scripts:
        for _ in range(suite.options.chains):
            yield [_chain(chance, len(expected.calls[d])) for d in COMMANDS]


def points_of(calls):
    return [Kill(number + 1, side) for number in range(len(calls)) for side in SIDES]


def rounds_of(chance, points):
    """Pairs of kills out of those of both directions, with some of the resuming runs killed, too."""
    for up, down in itertools.zip_longest(points[UP], points[DOWN]):
        yield [
            [kill, Kill(chance.randint(1, CALLS_OF_A_RESUME), chance.choice(SIDES))]
            if kill and chance.random() < AGAIN else [kill] if kill else []
            for kill in (up, down)]


def _chain(chance, calls):
    """Kills of one run after the other until the work is done; each gets a bit further."""
    return [Kill(chance.randint(25, 25 + calls // 5), chance.choice(SIDES)) for _ in range(20)]


def _parts(rounds):
    return [rounds[at:at + ROUNDS_PER_JOB] for at in range(0, len(rounds), ROUNDS_PER_JOB)]


def _try_all(suite, bench, case, expected, rounds):
    bench.prepare(case)
    for kills in rounds:
        _try(suite, bench, case, expected, kills)


def _try(suite, bench, case, expected, kills):
    with suite.attempt(case.name, again(suite, case, expected, kills)):
        bench.reset(case)
        for direction, list_of_kills in zip(COMMANDS, kills):
            if bench.disturbed(case, direction, list_of_kills):
                suite.count("kill points", len(list_of_kills))
            bench.compare(case, expected, direction)


def again(suite, case, expected, kills, mode="boundary"):
    """Where it was killed, and how to see it again."""
    points = " ".join(f"--at {d}={','.join(map(str, k))}" for d, k in zip(COMMANDS, kills) if k)
    shown = [f"{d} killed {k[0].side} {expected.calls[d][k[0].call - 1]}" for d, k in zip(COMMANDS, kills)
             if k and k[0].call <= len(expected.calls[d])]
    command = f"{PROGRAM} {mode} --dbmig {suite.options.dbmig} --preload {suite.options.preload}"
    return "\n  ".join([*shown, f"again: {command} --only {case.name} {points}"])


def _one_round(suite):
    """What --at names, on one case."""
    case = next((case for case in suite.cases if case.name == suite.options.only), suite.cases[0])
    kills = [suite.options.at.get(direction, []) for direction in COMMANDS]
    with suite.bench() as bench, suite.attempt(case.name):
        expected = bench.undisturbed(case)
        bench.prepare(case)
        _try(suite, bench, case, expected, kills)
