"""Where dbmig differs from Alembic on purpose: when, why, and what it does instead."""

import re

from cases import RELATIVE

SIGNED = re.compile(r"\w*[+-]\d")


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
