"""`dbmig resume --back` is killed before and after every call to the server; so is the run that it undoes."""

from bench import COMMANDS, REFUSED, UP, Failed, Kill
from case import Case

import journal
import snapshot

BACK = ("resume", "--back")
SIDES = ("before", "after")
POINTS_PER_JOB = 24
ROWS = "CREATE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 10), (2, 20);"
# What the last statement of each way up meets: the server refuses it.
NONSENSE = " CREATE TABLE nowhere (x NONSENSE);"

CASES = [
    Case("back-tables", "CREATE TABLE a (x INT); INSERT INTO a VALUES (1); CREATE TABLE b (x INT); CREATE VIEW v AS SELECT * FROM a;" + NONSENSE,
         "DROP VIEW v; DROP TABLE b; DROP TABLE a;"),
    Case("back-columns", "ALTER TABLE t ADD c INT, ADD INDEX i (n); CREATE INDEX j ON t (c); ALTER TABLE t ADD CONSTRAINT k UNIQUE (id, n);" + NONSENSE,
         "ALTER TABLE t DROP INDEX k; DROP INDEX j ON t; ALTER TABLE t DROP INDEX i, DROP COLUMN c;", ROWS),
    Case("back-names", "RENAME TABLE t TO u; ALTER TABLE u RENAME COLUMN n TO m; CREATE TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET NEW.m = 1;" + NONSENSE,
         "DROP TRIGGER g; ALTER TABLE u RENAME COLUMN m TO n; RENAME TABLE u TO t;", ROWS),
    Case("back-what-was-there", "CREATE TABLE a (x INT); CREATE TABLE IF NOT EXISTS t (y INT); CREATE PROCEDURE p() SELECT 1; CREATE TABLE t (y INT);",
         "DROP TABLE t; DROP PROCEDURE p; DROP TABLE a;", ROWS),
]


def run(suite):
    jobs = []
    for case in CASES:
        if suite.options.only in case.name:
            with suite.bench() as bench, suite.attempt(case.name, "the run had nothing in its way"):
                jobs += _jobs(suite, case, _undisturbed(bench, case))
    suite.each(jobs, lambda bench, job: _try_all(suite, bench, *job))


def _jobs(suite, case, known):
    chance = suite.random("back", case.name)
    for phase in ("up", "back"):
        points = [Kill(number + 1, side) for number in range(known["calls"][phase]) for side in SIDES]
        if suite.options.sample:
            points = chance.sample(points, min(suite.options.sample, len(points)))
        for at in range(0, len(points), POINTS_PER_JOB):
            yield case, known, phase, points[at:at + POINTS_PER_JOB]


def _begin(bench, case):
    """The database before the revision, and how it looks."""
    bench.reset(case)
    _expect(bench.run("ensure_version"), 0)
    return _look(bench)[0]


def _look(bench):
    with bench.server.session() as session:
        return snapshot.take(session), journal.read(session)


def _expect(run, *codes):
    if run.code not in codes:
        raise Failed(f"exit {run.code}\n{run.text}")


def _undisturbed(bench, case):
    bench.prepare(case)
    before = _begin(bench, case)
    calls = {phase: bench.folder / f"calls-{phase}" for phase in ("up", "back")}
    for each in calls.values():
        each.unlink(missing_ok=True)
    _expect(bench.run(*COMMANDS[UP], count=calls["up"]), REFUSED)
    _expect(bench.run(*BACK, count=calls["back"]), 0)
    after, rows = _look(bench)
    lines = snapshot.differences(before, after)
    if lines:
        raise Failed("undone, and not as before:\n  " + "\n  ".join(lines))
    return {"state": before, "journal": rows,
            "calls": {phase: len(path.read_text(errors="replace").splitlines()) for phase, path in calls.items()}}


def _try_all(suite, bench, case, known, phase, points):
    bench.prepare(case)
    for kill in points:
        with suite.attempt(case.name, f"{phase} killed at {kill}"):
            _begin(bench, case)
            _try(suite, bench, known, phase, kill)


def _try(suite, bench, known, phase, kill):
    _expect(bench.run(*COMMANDS[UP], kill=kill if phase == "up" else None), REFUSED, -9)
    if phase == "back":
        _expect(bench.run(*BACK, kill=kill), 0, -9)
    _expect(bench.run(*BACK), 0)
    suite.count("kill points")
    state, rows = _look(bench)
    lines = snapshot.differences(known["state"], state)
    if phase == "back":  # Of an upgrade that was killed less may have run.
        lines += journal.problems(known["journal"], rows)
    if lines:
        raise Failed("\n  ".join(lines))
