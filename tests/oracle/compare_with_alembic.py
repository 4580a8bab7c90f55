"""Random histories and commands through Alembic and dbmig: both have to agree.

usage: compare_with_alembic.py PROBE

Agreement means the same success or refusal, the same order of steps, the same edits of the version
rows. Alembic runs in this process, without a database: its RevisionMap and ScriptDirectory plan, its
HeadMaintainer keeps the rows. dbmig answers through the probe (probe.cpp says how).

DBMIG_TEST_SEED and DBMIG_ORACLE_CASES choose the run; both are printed. Where the two differ on
purpose, KNOWN_DIFFERENCES says when, why, and what dbmig does instead; nothing else may differ.
"""

import os
import random
import re
import subprocess
import sys
import time
import types
import warnings

import alembic
from alembic import util
from alembic.runtime import migration
from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap

warnings.simplefilter("ignore")

RELATIVE = re.compile(r"(?:(.+?)@)?(\w+)?((?:\+|-)\d+)")
SIGNED = re.compile(r"\w*[+-]\d")


# Alembic as of 1.19, on the 1.8 that Debian has.


def follow_1_13_1():
    """1.13.1 mended the unmerge of parents of which one needs the other; 1.8 leaves both as rows."""

    def unmerge(self, heads):
        others = set(heads).difference([self.revision.revision])
        ancestors_of = self.revision_map._get_ancestor_nodes
        if others:
            below = {r.revision for r in ancestors_of(self.revision_map.get_revisions(others))}
        else:
            below = {
                r.revision
                for to in self.to_revisions
                for r in ancestors_of(self.revision_map.get_revisions(to))
                if r.revision != to
            }
        return tuple(r for r in self.to_revisions if r not in below)

    migration.RevisionStep._unmerge_to_revisions = unmerge


class Script(Revision):
    module = types.SimpleNamespace(upgrade=lambda: None, downgrade=lambda: None)
    doc = ""


class Rows(migration.HeadMaintainer):
    """The version table, as a set and a list of edits."""

    def __init__(self, heads):
        self.heads = set(heads)
        self.edits = []

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)
        self.edits.append(("+", "", version))

    def _delete_version(self, version):
        self.heads.remove(version)
        self.edits.append(("-", version, ""))

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        self.edits.append(("u", from_, to_))


class Refused(Exception):
    """Alembic said no, with a message."""


class Crashed(Exception):
    """Alembic ran into one of its own assertions, or worse."""


class Alembic:
    def __init__(self, tree):
        def scripts():
            return [
                Script(n["id"], tuple(n["down"]) or None, tuple(n["dep"]) or None,
                       tuple(n["label"]) or None)
                for n in tree
            ]

        self.directory = ScriptDirectory.__new__(ScriptDirectory)
        self.map = self.directory.revision_map = RevisionMap(scripts)
        for name, revision in self.map._revision_map.items():
            # A set in Alembic, so of no certain order; dbmig has the order of the file.
            if name and revision.revision == name:
                needed = revision._normalized_resolved_dependencies
                revision._normalized_resolved_dependencies = tuple(
                    d for d in revision._resolved_dependencies if d in needed
                )

    def run(self, command, arguments, rows):
        try:
            return getattr(self, command)(arguments, tuple(rows))
        except util.CommandError as error:
            raise Refused(str(error)) from error
        except Exception as error:
            raise Crashed(repr(error)) from error

    def _steps(self, steps, rows):
        table = Rows(rows)
        result = []
        for step in steps:
            table.edits = []
            table.update_to_step(step)
            if isinstance(step, migration.StampStep):
                name = "stamp"
            else:
                name = ("up " if step.is_upgrade else "down ") + step.revision.revision
            result.append((name, list(table.edits), set(table.heads)))
        return result

    def upgrade(self, arguments, rows):
        if ":" in arguments[0]:
            raise Refused("Range revision not allowed")
        return self._steps(self.directory._upgrade_revs(arguments[0], rows), rows)

    def downgrade(self, arguments, rows):
        return self._steps(self.directory._downgrade_revs(arguments[0], rows), rows)

    def stamp(self, arguments, rows):
        return self._steps(self.directory._stamp_revs(tuple(arguments), rows), rows)

    def history(self, arguments, rows):
        if ":" not in arguments[0]:
            raise Refused("History range requires")
        lower, upper = arguments[0].strip().split(":")
        if upper == "current":
            upper = rows
        elif lower == "current":
            lower = rows
        walk = self.directory.walk_revisions(base=lower or "base", head=upper or "heads")
        return [r.revision for r in walk]

    def show(self, arguments, rows):
        return [r.revision for r in self.directory.get_revisions(arguments[0])]

    def tips(self, arguments, rows):
        return {r.revision for r in self.directory.get_all_current(rows)}

    def heads(self, arguments, rows):
        return list(self.map.heads)

    def real_heads(self, arguments, rows):
        return list(self.map._real_heads)

    def labels(self, arguments, rows):
        return {
            n: set(r.branch_labels)
            for n, r in self.map._revision_map.items()
            if n and r.revision == n
        }


# dbmig, through the probe.


class Dbmig:
    def __init__(self, probe):
        self.process = subprocess.Popen(
            [probe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, *words):
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n").split("\t")
        if answer == [""]:
            raise SystemExit(f"the probe died on {words}")
        if answer[0] != "ok":
            raise Refused(answer[2])
        return answer[1]

    def run(self, command, arguments, rows):
        self.ask("rows", " ".join(rows))
        text = self.ask(command, *arguments)
        if command in ("upgrade", "downgrade", "stamp"):
            return self._steps(text, rows)
        if command == "labels":
            pairs = (p.split("=") for p in text.split())
            return {n: set(x for x in labels.split(",") if x) for n, labels in pairs}
        return set(text.split()) if command == "tips" else text.split()

    def _steps(self, text, rows):
        table = set(rows)
        result = []
        for step in filter(None, text.split("; ")):
            name, _, edits = step.partition(":")
            name = "stamp" if name.startswith("stamp") else name
            parsed = []
            for edit in edits.split():
                if edit[0] in "+-":
                    parsed.append((edit[0], "" if edit[0] == "+" else edit[1:],
                                   edit[1:] if edit[0] == "+" else ""))
                else:
                    parsed.append(("u", *edit.split("->")))
            for kind, old, new in parsed:
                if kind != "+":
                    table.remove(old)
                if kind != "-":
                    assert new not in table, f"{new} is a row already"
                    table.add(new)
            result.append((name, parsed, set(table)))
        return result


# Where dbmig differs on purpose.


class Case:
    """One command on one history, with both answers: a result, Refused or Crashed."""

    def __init__(self, tree, rows, command, arguments):
        self.tree, self.rows, self.command, self.arguments = tree, rows, command, arguments
        self.targets = []  # Of a stamp, when Alembic finds them.
        self.by_id = {n["id"]: n for n in tree}
        self.labels = {label: n["id"] for n in tree for label in n["label"]}

    def names(self):
        return list(self.by_id) + list(self.labels)

    def revision(self, name):
        return name if name in self.by_id else self.labels[name]

    def ancestors(self, name):
        seen, todo = set(), [name]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.by_id[node]["down"]
                todo += [self.revision(d) for d in self.by_id[node]["dep"]]
        return seen

    def specs(self):
        """The single revisions that the arguments name."""
        for argument in self.arguments:
            yield from argument.strip().split(":") if self.command == "history" else [argument]

    def branches(self):
        return [spec.split("@")[0] for spec in self.specs() if "@" in spec]

    def resolves(self, name):
        fits = [n for n in self.names() if n == name] or [
            n for n in self.names() if len(n) > 3 and n.startswith(name)
        ]
        return len(fits) == 1

    def matches(self):
        return [RELATIVE.match(spec) for spec in self.specs()]

    def has_redundant_parent(self, steps):
        """A step whose revision names a parent that another of its parents needs anyway."""
        for name, _, _ in steps:
            node = self.by_id.get(name.split()[-1])
            if node is None:
                continue
            needs = node["down"] + [self.revision(d) for d in node["dep"]]
            if any(a != b and a in self.ancestors(b) for a in needs for b in needs):
                return True
        return False


def label_with_a_sign(case):
    # The other commands take the label for what it is, as dbmig does.
    return case.command in ("upgrade", "downgrade", "history") and any(
        SIGNED.match(part) and part in case.names() for s in case.specs() for part in s.split("@")
    )


def trailing_text(case):
    return any(
        match and match.end() < len(spec)
        for match, spec in zip(case.matches(), case.specs())
    ) and (
        case.command in ("upgrade", "downgrade", "history")
        or any(spec != spec.strip() for spec in case.specs())  # int() takes `-1 `
    )


def below_base(case):
    empty = ["base"] if case.tree else ["base", "head", "heads"]
    return any(m and m.group(2) in empty and int(m.group(3)) < 0 for m in case.matches())


def unknown_branch(case):
    words = ("head", "heads", "base")
    for spec in case.specs():
        if "@" not in spec:
            continue
        match = RELATIVE.match(spec)
        branch = spec.split("@")[0]
        is_word = match and branch in words and case.command != "downgrade"
        if branch and not case.resolves(branch) and not is_word:
            return True
    return False


def nested_targets(case):
    ids = case.targets
    return any(a != b and a in case.ancestors(b) for a in ids for b in ids)


def several_targets(case):
    return len(set(case.targets)) > 1


def target_twice(case):
    return len(set(case.targets)) < len(case.targets)


def overlapping_rows(case):
    return any(a != b and b in case.by_id and a in case.ancestors(b)
               for a in case.rows for b in case.rows)


def prefix_in_branch(case):
    """`label@ab` where more than that branch has names that begin so."""
    return case.command == "stamp" and any(
        "@" in spec and not case.resolves(spec.split("@")[-1]) for spec in case.specs()
    )


def stamp_of_steps(case):
    return case.command == "stamp" and any(
        re.fullmatch(r"(.*@)?-\d+", spec) for spec in case.specs()
    )


def branch_of_no_label(case):
    """`id@-N`, `id@base` with an id or the beginning of a label before the `@`."""
    return case.command in ("show", "history") and any(
        b not in case.labels for b in case.branches()
    )


def history_beside_the_branch(case):
    return case.command == "history"


# Name, when it applies, which of Alembic's outcomes it excuses, what dbmig has to do then, and why.
KNOWN_DIFFERENCES = [
    ("D1 label with a sign", label_with_a_sign, ("ok", "refused", "crashed"), ("ok", "refused"),
     "a label such as main-1 is the label; Alembic goes one down from main"),
    ("D2 trailing text", trailing_text, ("ok", "refused", "crashed"), ("refused",),
     "text after the number is an error; Alembic ignores it"),
    ("below base", below_base, ("ok", "refused", "crashed"), ("refused",),
     "base-1 is nowhere; Alembic takes it for the head"),
    ("unknown branch", unknown_branch, ("ok",), ("refused",),
     "a branch that does not exist is refused also where Alembic never looks at it"),
    ("D7 stamp of nested targets", nested_targets, ("ok",), ("refused",),
     "a row and its own ancestor cannot both be rows; the next upgrade would fail"),
    ("stamp of steps", stamp_of_steps, ("ok",), ("refused",),
     "-N is refused; Alembic takes it only while the version table is empty"),
    ("branch without its label", branch_of_no_label, ("ok", "refused"), ("ok", "refused"),
     "an id before the @ stands for its branch; Alembic finds nothing, or everything"),
    ("D11 assertion", lambda case: True, ("crashed",), ("refused",),
     "an internal assertion becomes a message"),
    ("D11 history through a dependency", history_beside_the_branch, ("crashed",), ("ok",),
     "what only a dependency leads to is listed; Alembic asserts that nothing is left"),
    ("D11 stamp of one target twice", target_twice, ("crashed",), ("ok",),
     "the same place twice is the same request; Alembic inserts the row twice"),
    ("D11 stamp between overlapping rows", overlapping_rows, ("crashed",), ("ok",),
     "rows above and below the target become the target; Alembic asserts that there are not both"),
    ("stamp of a prefix in a branch", prefix_in_branch, ("refused",), ("ok",),
     "the branch decides which revision a prefix means; Alembic looks everywhere if there are rows"),
    ("D11 stamp from a row already moved", several_targets, ("crashed",), ("ok",),
     "a target whose rows another target took is inserted; Alembic looks for the row"),
]


def excuse(case, theirs, ours):
    for name, applies, from_them, from_us, _ in KNOWN_DIFFERENCES:
        if theirs in from_them and ours in from_us and applies(case):
            return name
    return None


# Comparing.


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


# Making cases.


def as_text(tree):
    def one(node):
        text = node["id"] + ("<-" + ",".join(node["down"]) if node["down"] else "")
        for key in ("label", "dep"):
            if node[key]:
                text += f" {key}:" + ",".join(node[key])
        return text

    return "; ".join(map(one, tree))


LABELS = ["shop", "net", "shopping", "main-1", "main", "rel+2", "x", "my-branch", "a1b2label"]


def random_id(rng, taken):
    while True:
        if rng.random() < 0.5:
            name = "".join(rng.choice("ab12") for _ in range(rng.randint(1, 6)))
        else:
            name = f"{rng.getrandbits(48):012x}"
        if name not in taken:
            return name


def random_tree(rng):
    count = rng.choice([0, 1, 2, 3, 5, 8, 12, 18])
    tree = []
    p_base, p_merge, p_dep = rng.choice([(0.1, 0.1, 0.1), (0.3, 0.2, 0.3), (0.05, 0, 0), (0.1, 0.4, 0)])
    for _ in range(count):
        ids = [n["id"] for n in tree]
        node = {"id": random_id(rng, ids + LABELS), "down": [], "dep": [], "label": []}
        if ids and rng.random() > p_base:
            # Mostly the newest ones, so that there are long lines as well as bushes.
            pool = ids[-rng.choice([1, 2, 4, len(ids)]):]
            wanted = 1 if rng.random() > p_merge else rng.choice([2, 2, 3])
            node["down"] = rng.sample(pool, min(wanted, len(pool)))
        tree.append(node)
    used = []
    for node in tree:
        for _ in range(2):
            if rng.random() < 0.1:
                label = rng.choice(LABELS)
                if label not in used:
                    used.append(label)
                    node["label"].append(label)
    for place, node in enumerate(tree):
        while place and rng.random() < p_dep:
            before = rng.choice(tree[:place])
            name = rng.choice(before["label"] or [before["id"]])
            if name not in node["dep"] and before["id"] not in node["dep"]:
                node["dep"].append(name)
    rng.shuffle(tree)
    return tree


def random_rows(rng, tree):
    """Mostly rows that no row needs, as a database has them; sometimes any."""
    if not tree or rng.random() < 0.2:
        return []
    case = Case(tree, [], "", [])
    rows = rng.sample(list(case.by_id), min(len(tree), rng.choice([1, 1, 2, 3])))
    if rng.random() < 0.9:
        rows = [r for r in rows if not any(r != o and r in case.ancestors(o) for o in rows)]
    if rng.random() < 0.03:
        rows.append("unknown1")
    return sorted(rows)


def random_name(rng, tree, rows):
    names = [n["id"] for n in tree] + [label for n in tree for label in n["label"]]
    name = rng.choice(names + rows + ["head", "heads", "base"] * 2) if names else "head"
    if rng.random() < 0.15:
        name = name[: rng.randint(1, len(name))]
    if rng.random() < 0.03:
        name = rng.choice(["nope", "current", "HEAD", "a1b2", "_x"])
    return name


def random_spec(rng, tree, rows):
    form = rng.random()
    text = random_name(rng, tree, rows) if form < 0.7 else ""
    if form > 0.5:
        text += rng.choice("+-") + str(rng.choice([0, 1, 1, 1, 2, 2, 3, 5, 20]))
    if rng.random() < 0.3:
        branches = [label for n in tree for label in n["label"]] * 3 or ["shop"]
        text = rng.choice(branches + [random_name(rng, tree, rows)]) + "@" + text
    if rng.random() < 0.02:
        text += rng.choice(["x", "+1", "@", " "])
    return text


def random_arguments(rng, command, tree, rows):
    if command == "history":
        ends = []
        for _ in range(2):
            ends.append(rng.choice(["", "current", random_spec(rng, tree, rows),
                                    random_name(rng, tree, rows)]))
        return [":".join(ends)]
    if command == "stamp":
        pick = rng.choice([random_name, random_name, random_spec])
        return [pick(rng, tree, rows) for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    return [random_spec(rng, tree, rows)]


# Every disagreement that was ever found, or nearly: (tree, rows, command, arguments).
NAMED = [
    ("a redundant parent of three", "a1; b1<-a1; c1; m1<-a1,b1,c1", "b1 c1", "upgrade", ["m1"]),
    ("an unmerge where one parent needs the other (1.13.1)",
     "a1; b1 dep:a1; m1<-a1,b1", "m1", "downgrade", ["base"]),
    ("a base that only depends", "a1; b1 dep:a1", "a1", "upgrade", ["b1"]),
    ("overlapping rows go down", "a1; b1<-a1; c1<-b1", "a1 c1", "downgrade", ["a1"]),
    ("base+0 is no downgrade to base", "a1; b1<-a1", "b1", "downgrade", ["base+0"]),
    ("base-1 is not the head", "a1; b1<-a1", "", "upgrade", ["base-1"]),
    ("a target that is a row stays", "a1; a2<-a1; b1", "a1 b1", "stamp", ["a2", "b1"]),
    ("a row that is a head stays for heads",
     "a1<-e1,d1; b1<-a1; c1<-d1; d1<-e1; e1", "c1 e1", "stamp", ["heads"]),
    ("a target between overlapping rows", "a1; b1<-a1; c1<-b1", "a1 c1", "stamp", ["b1"]),
    ("a prefix that the branch makes unique",
     "aa11 label:shop; aa22; b1<-aa11", "b1", "stamp", ["shop@aa"]),
    ("the same target twice", "a1; b1<-a1", "a1", "stamp", ["b1", "b1"]),
    ("two targets below one row", "a1; b1; m1<-a1,b1", "m1", "stamp", ["a1", "b1"]),
    ("-N that is too deep counts from the rows of the branch",
     "a1; b1<-a1; b2<-b1; c1<-a1 label:side", "b2 c1", "history", ["side@-3:current"]),
    ("-N and steps inside a branch", "a1; b1<-a1 label:x", "b1", "history", ["-1:x@+20"]),
    ("a dependency crossed by a history",
     "a1; b1<-a1; x1 dep:b1; c1<-a1; d1<-c1 dep:x1", "", "history", ["a1:d1"]),
    ("main-1 is a label", "a1; b1<-a1 label:main-1; c1<-a1", "", "upgrade", ["main-1"]),
    ("main-1 is a label for show too", "a1; b1<-a1 label:main-1; c1<-a1", "", "show", ["main-1"]),
    ("text after a number", "a1; b1<-a1", "", "upgrade", ["+1zzz"]),
    ("an unknown branch before base", "a1; b1<-a1", "b1", "downgrade", ["foo@base"]),
]


def parsed_tree(text):
    tree = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        head, *rest = part.split()
        name, _, down = head.partition("<-")
        node = {"id": name, "down": down.split(",") if down else [], "dep": [], "label": []}
        for item in rest:
            key, _, value = item.partition(":")
            node[key] = value.split(",")
        tree.append(node)
    return tree


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
