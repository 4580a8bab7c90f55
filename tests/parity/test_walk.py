"""One database goes back and forth between the two programs, and never shows which one moved it."""

import os
import random
import time

from cases import Case, random_name, random_spec, random_tree
from differences import below_base, label_with_a_sign, prefix_in_branch, stamp_of_steps, trailing_text, unknown_branch
from graphs import DEP, Rev
from harness import Twins, equal, row

# What the oracle's random revisions mean otherwise to Alembic, on purpose (D1, D2, and so on).
DIFFERENT = (label_with_a_sign, trailing_text, below_base, unknown_branch, stamp_of_steps, prefix_in_branch)
SECONDS = 45.0


def as_revisions(tree):
    """Statements that a stamp cannot bring to fail: the walk is about rows and tables."""
    return [Rev(n["id"], tuple(n["down"]), f"title of {n['id']}", tuple(n["label"]), tuple(n["dep"]),
                f"CREATE TABLE IF NOT EXISTS t_{n['id']} (i INT)", f"DROP TABLE IF EXISTS t_{n['id']}") for n in tree]


def as_tree(revisions):
    return [{"id": r.id, "down": list(r.down), "label": list(r.labels), "dep": list(r.depends)} for r in revisions]


def tame(tree):
    """D5: Alembic dies on a revision that names a parent that another of its parents needs anyway."""
    return tree and not Case(tree, [], "", []).has_redundant_parent([(n["id"], 0, 0) for n in tree])


def a_tree(rng):
    if rng.random() < 0.3:
        return as_tree(DEP)
    while True:
        tree = random_tree(rng)
        if tame(tree) and len(tree) > 2:
            return tree


def a_command(rng, tree, rows):
    """A command with its revision, of those that mean the same to both."""
    while True:
        command = rng.choice(["upgrade"] * 5 + ["downgrade"] * 4 + ["stamp"])
        kind = random_name if command == "stamp" or rng.random() < 0.5 else random_spec
        spec = kind(rng, tree, rows)
        if command == "upgrade" and rng.random() < 0.25:
            spec = rng.choice(["heads", "+1", "+2"])
        if command == "downgrade" and rng.random() < 0.3:
            spec = rng.choice(["-1", "-2", "base"])
        if command == "stamp" and rows and "heads" in spec:
            continue  # A row that is a target stays in dbmig; Alembic may take it away (the oracle has it).
        case = Case(tree, rows, command, [spec])
        if spec and ":" not in spec and not any(different(case) for different in DIFFERENT):
            return command, spec


class Walk:
    """One graph, a database that both programs move, and one that only Alembic moves."""

    def __init__(self, world, name, tree):
        self.world, self.tree = world, tree
        self.twins = Twins(world, name, as_revisions(tree)).fresh()
        self.judge, self.shared = self.twins.databases.values()
        # Alembic on the shared database: its own folder with another ini.
        text = (self.twins.folders["alembic"] / "alembic.ini").read_text()
        (self.twins.folders["alembic"] / "shared.ini").write_text(text.replace(self.judge, self.shared))
        self.done = []

    def rows(self):
        return [r for r, in self.world.state(self.judge)[0] or []]

    def state(self, database):
        rows = sorted(self.world.query(database, "SELECT version_num FROM alembic_version")) \
            if "alembic_version" in self.world.tables(database) else []
        return rows, sorted(self.world.tables(database) - {"alembic_version"})

    def step(self, rng):
        command, spec = a_command(rng, self.tree, self.rows())
        words = (command, "--", spec) if spec.startswith("-") else (command, spec)
        mover = rng.choice(["alembic", "dbmig"])
        self.done.append(f"{mover} {command} {spec}")
        theirs = self.world.alembic.run(self.twins.folders["alembic"], *words)
        if mover == "alembic":
            ours = self.world.alembic.run(self.twins.folders["alembic"], "-c", "shared.ini", *words)
        else:
            ours = self.world.dbmig.run(self.twins.folders["dbmig"], *words)
        about = f"{as_revisions(self.tree)}\n" + "\n".join(self.done[-12:]) + f"\n{theirs}\n{ours}"
        equal(theirs.ok, ours.ok, f"success: {about}")
        equal(theirs.running if theirs.ok else 0, ours.running if ours.ok else 0, f"steps: {about}")
        equal(self.state(self.judge), self.state(self.shared), f"state: {about}")
        return theirs.ok, bool(theirs.running)


@row(94, "back and forth on one database")
def back_and_forth(world):
    seed = int(os.environ.get("DBMIG_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
    steps = int(os.environ.get("DBMIG_PARITY_STEPS") or 1200)
    print(f"DBMIG_TEST_SEED={seed} DBMIG_PARITY_STEPS={steps}", flush=True)
    rng, deadline = random.Random(seed), time.monotonic() + SECONDS
    counts = {"commands": 0, "done": 0, "moved": 0, "graphs": 0}
    while counts["commands"] < steps and time.monotonic() < deadline:
        counts["graphs"] += 1
        walk = Walk(world, f"walk{counts['graphs']}", a_tree(rng))
        for _ in range(min(30, steps - counts["commands"])):
            done, moved = walk.step(rng)
            counts["commands"] += 1
            counts["done"] += done
            counts["moved"] += moved
        for database in walk.twins.databases.values():
            world.query(None, f"DROP DATABASE `{database}`")
    print("back and forth: " + ", ".join(f"{n} {k}" for k, n in counts.items()), flush=True)
