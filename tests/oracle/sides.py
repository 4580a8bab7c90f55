"""The two sides: Alembic in this process, dbmig through the probe."""

import subprocess
import types

from alembic import util
from alembic.runtime import migration
from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap


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
