"""Cases made by chance, killed before and after calls to the server as in boundary.py.

A doubt is no failure by itself: of the operator's answers at least one series must come to what an undisturbed run does,
unless what is lost cannot be had again. Doubts are counted by the statements that they are about."""

import re
import signal

import boundary
import journal
import snapshot
import zoo_random
from bench import COMMANDS, IN_DOUBT, Failed

POINTS = 6
ANSWERS = ("--assume-done", "--assume-not-done")
MOST_SERIES = 8
MOST_DOUBTS = 6
SHOWN = 110
_WRITES = re.compile(r"^\d+ send (?!SELECT|SHOW|START|.{0,2}$)")
_DOUBT = re.compile(r"sql:[0-9:]+ (nothing tells|statement \d+ [^\n]*)[^\n]*\n\s*([^\n]*)")


def run(suite):
    known = {f"random-{number:05}": number for number in range(suite.options.cases)}
    names = [name for name in known if suite.options.only in name]
    suite.cases = [zoo_random.case(suite.random(name), name) for name in names]
    suite.each(suite.cases, lambda bench, case: _one_case(suite, bench, case))


def _one_case(suite, bench, case):
    try:
        expected = bench.undisturbed(case)
    except Failed as refused:
        suite.count("cases dropped, which the server or dbmig refuses")
        if suite.options.verbose:
            print(f"{case.name} dropped: {refused}", flush=True)
        return
    suite.count("cases")
    at = suite.options.at
    rounds = [[at.get(direction, []) for direction in COMMANDS]] if at else _rounds(suite, case, expected)
    failures = len(suite.failures)
    for kills in rounds:
        again = boundary.again(suite, case, expected, kills, f"random --seed {suite.options.seed} --cases {suite.options.cases}")
        with suite.attempt(case.name, again):
            _try(suite, bench, case, expected, kills, again)
    if len(suite.failures) > failures or at:
        for name, text in case.files():
            print(f"--- {name}\n{text}", flush=True)


def _rounds(suite, case, expected):
    """Mostly kills around calls that may write."""
    chance, number = suite.random(case.name, "points"), suite.options.sample or POINTS
    points = {}
    for direction, calls in expected.calls.items():
        everywhere = boundary.points_of(calls)
        writes = [point for point in everywhere if _WRITES.search(calls[point.call - 1])]
        writes = chance.sample(writes, min(len(writes), number - number // 4))
        points[direction] = writes + chance.sample(everywhere, number - len(writes))
    return list(boundary.rounds_of(chance, points))


def _try(suite, bench, case, expected, kills, again):
    """All series of answers to the doubts that come, until one comes to what is expected."""
    waiting, first, causes = [()], None, []
    for _ in range(MOST_SERIES):
        if not waiting:
            break
        given, doubts = waiting.pop(0), []
        try:
            _walk(bench, case, expected, kills, given, doubts)
            first = None
            break
        except Failed as failure:
            if not doubts:
                raise
            first, causes = first or failure, causes or doubts
            full = [*given, *[ANSWERS[0]] * (len(doubts) - len(given))]
            waiting += [(*full[:at], ANSWERS[1]) for at in range(len(given), len(doubts))]
    suite.count("kill points", sum(map(len, kills)))
    for cause in causes or doubts:
        suite.count(f"doubts {'that no answer settles' if first else 'settled'}: {_cause(cause)}")
    if first and suite.options.verbose:
        print(f"{case.name}: no answer settles {causes[0]}\n{first}\n  {again}", flush=True)


def _walk(bench, case, expected, kills, answers, doubts):
    bench.reset(case)
    for direction, points in zip(COMMANDS, kills):
        for kill in [*points, *[None] * MOST_DOUBTS]:
            done = bench.run(*COMMANDS[direction], kill=kill)
            if done.code == IN_DOUBT:
                answer = answers[len(doubts)] if len(doubts) < len(answers) else ANSWERS[0]
                doubts.append(done.text)
                settled = bench.run("resume", answer)
                if settled.code not in (0, IN_DOUBT):
                    raise Failed(f"{direction}: resume {answer}: exit {settled.code}\n{done.text}{settled.text}")
            elif done.code not in (0, -signal.SIGKILL):
                raise Failed(f"{direction}: exit {done.code}\n{done.text}")
            elif done.code == 0 and not kill:
                break
        else:
            raise Failed(f"{direction}: in doubt again and again\n{done.text}")
        _compare(bench, case, expected, direction)


def _compare(bench, case, expected, direction):
    """As Bench.compare; but what a dead session had may be given up with it, and need not be taken away again."""
    found, rows = bench.state(case)
    ours = {_place(row): row for row in rows or []}
    wanted = [{**row, **{name: ours[_place(row)][name] for name in ("state", "kind")}}
              if row["kind"] == "session" and ours.get(_place(row), row)["state"] == "skipped" else row
              for row in expected.journals[direction] or []]
    lines = snapshot.differences(expected.states[direction], found) + journal.problems(wanted, rows)
    if lines:
        raise Failed(f"after {direction}:\n  " + "\n  ".join(lines))


def _place(row):
    return row["revision"], row["direction"], row["number"]


def _cause(text):
    """What a doubt is about, without its names and numbers."""
    found = _DOUBT.search(text)
    what, statement = found.groups() if found else (text, "")
    what = re.sub(r"\d+", "#", re.sub(r"@\w+|`[^`]+`|\S*\d\S*", "*", what))
    statement = re.sub(r"\d+", "*", " ".join(statement.split()[:2]))
    return f"{statement}: {what}"[:SHOWN]
