"""Random histories and commands through Alembic and dbmig: both have to agree.

usage: compare_with_alembic.py PROBE

Agreement means the same success or refusal, the same order of steps, the same edits of the version
rows. Alembic runs in this process, without a database: its RevisionMap and ScriptDirectory plan, its
HeadMaintainer keeps the rows. dbmig answers through the probe (probe.cpp says how).

DBMIG_TEST_SEED and DBMIG_ORACLE_CASES choose the run; both are printed. Where the two differ on
purpose, KNOWN_DIFFERENCES (differences.py) says when, why, and what dbmig does instead; nothing else may differ.
"""

import os
import random
import sys
import time
import warnings

import alembic

from cases import (Case, NAMED, as_text, parsed_tree, random_arguments, random_rows,
                   random_tree)
from differences import excuse, several_targets
from sides import Alembic, Crashed, Dbmig, Refused, follow_1_13_1

warnings.simplefilter("ignore")


def same_edits(before, name, theirs, ours):
    """While other rows are there, Alembic leaves open which of several rows is updated and which
    is inserted or deleted; after an unmerge of 1.13.1 on, always."""
    def shape(edits):
        return ([e[0] for e in edits], {e[1] for e in edits}, {e[2] for e in edits})

    if name.startswith("up") and before <= {e[1] for e in theirs}:
        return theirs == ours
    return shape(theirs) == shape(ours)


def disagreement(case, theirs, ours):
    if case.command not in ("upgrade", "downgrade", "stamp"):
        return None if theirs == ours else "the results differ"
    if [s[0] for s in theirs] != [s[0] for s in ours]:
        return "the steps differ"
    before = set(case.rows)
    for their, our in zip(theirs, ours):
        if case.has_redundant_parent([their]):
            return None  # D5: Alembic's rows overlap from here on.
        if their[2] != our[2]:
            return f"the rows differ after {their[0]}"
        if not same_edits(before, their[0], their[1], our[1]):
            return f"the edits of {their[0]} differ"
        before = our[2]
    return None


def keeps_targets(case, theirs, ours):
    """A target that is a row stays one; Alembic's stamp loses it when another one moves all rows."""
    return (several_targets(case) and any(t in case.rows for t in case.targets)
            and set(case.targets) <= set(ours[-1][2] if ours else case.rows)
            and not set(case.targets) <= set(theirs[-1][2]))


def compare(alembic_, dbmig, case, counts):
    """Runs one case. Returns the rows afterwards, or None; raises AssertionError when they differ."""
    def outcome(side):
        try:
            return "ok", side.run(case.command, case.arguments, case.rows)
        except Refused as error:
            return "refused", str(error)
        except Crashed as error:
            return "crashed", str(error)

    if case.command == "stamp":
        try:
            case.targets = [r.revision for r in alembic_.map.get_revisions(tuple(case.arguments)) if r]
        except Exception:
            pass
    their_kind, theirs = outcome(alembic_)
    our_kind, ours = outcome(dbmig)
    counts[our_kind] = counts.get(our_kind, 0) + 1
    why = None
    if their_kind != our_kind:
        why = f"Alembic: {their_kind}, dbmig: {our_kind}"
    elif our_kind == "ok":
        why = disagreement(case, theirs, ours)
        if why and keeps_targets(case, theirs, ours):
            counts["stamp keeps targets"] = counts.get("stamp keeps targets", 0) + 1
            return None
    if case.command == "stamp" and our_kind == "ok":
        assert set(case.targets) <= set(ours[-1][2] if ours else case.rows), f"targets lost: {ours}"
    if why:
        name = excuse(case, their_kind, our_kind)
        if (their_kind == "crashed" and our_kind == "ok" and case.command in ("upgrade", "downgrade")
                and "KeyError" in theirs and case.has_redundant_parent(ours)):
            name = "D5 redundant parent"
        if name is None:
            raise AssertionError(f"{why}\n  Alembic: {theirs}\n  dbmig:   {ours}")
        counts[name] = counts.get(name, 0) + 1
        return None
    if our_kind == "ok" and case.command in ("upgrade", "downgrade", "stamp"):
        return sorted(ours[-1][2]) if ours else sorted(case.rows)
    return None


def show_failure(seed, number, case, error):
    print(f"seed {seed}, case {number}: {error}")
    print(f"  graph {as_text(case.tree)}")
    print(f"  rows {' '.join(case.rows)}")
    print(f"  {case.command} {' '.join(map(repr, case.arguments))}")


def main():
    seed = int(os.environ.get("DBMIG_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
    cases = int(os.environ.get("DBMIG_ORACLE_CASES") or 20000)
    keep_going = bool(os.environ.get("DBMIG_ORACLE_ALL"))
    print(f"Alembic {alembic.__version__}, DBMIG_TEST_SEED={seed} DBMIG_ORACLE_CASES={cases}", flush=True)
    follow_1_13_1()
    dbmig = Dbmig(sys.argv[1])
    rng = random.Random(seed)
    counts, failures, number, start = {}, 0, 0, time.time()

    def judge(alembic_, case):
        nonlocal failures, number
        number += 1
        try:
            return compare(alembic_, dbmig, case, counts)
        except AssertionError as error:
            failures += 1
            if failures < 20:
                show_failure(seed, number, case, error)
            if not keep_going:
                raise SystemExit(1) from None
            return None

    for name, text, rows, command, arguments in NAMED:
        tree = parsed_tree(text)
        dbmig.ask("graph", text)
        judge(Alembic(tree), Case(tree, rows.split(), command, arguments))

    while number < cases:
        tree = random_tree(rng)
        alembic_ = Alembic(tree)
        dbmig.ask("graph", as_text(tree))
        for command in ("heads", "real_heads", "labels"):
            judge(alembic_, Case(tree, [], command, []))
        rows = random_rows(rng, tree)
        for _ in range(12):
            command = rng.choice(["upgrade"] * 3 + ["downgrade"] * 3 + ["stamp"] * 2
                                 + ["history"] * 2 + ["show", "tips"])
            arguments = [] if command == "tips" else random_arguments(rng, command, tree, rows)
            if any("\t" in a or not a for a in arguments):
                continue
            after = judge(alembic_, Case(tree, rows, command, arguments))
            if after is not None and rng.random() < 0.7:
                rows = after
            elif rng.random() < 0.2:
                rows = random_rows(rng, tree)
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print(f"{number} cases, {failures} disagreements, {time.time() - start:.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
