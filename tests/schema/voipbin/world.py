"""What the tests share, made when first asked for: one server, a database at head, and the walk."""

import functools

import dbmig
import sample_rows
from facts import Facts, difference
from history import revisions

TREE = "bin-manager"


class World:
    """One private server and the databases on it."""

    def __init__(self, server):
        self.server = server
        self.history = revisions(dbmig.TREES[TREE])
        self.ids = {revision.message: revision.id for revision in self.history}

    def database(self, name):
        """An empty database, dbmig for it, and the questions one can ask it."""
        self.server.create_database(name)
        return dbmig.Dbmig(self.server, TREE, name), Facts(self.server.connect(name), name)

    @functools.cached_property
    def head(self):
        """A database that went from base to head in one run, with no rows of ours."""
        tool, facts = self.database("fresh")
        tool.upgrade()
        return facts

    @functools.cached_property
    def rules_database(self):
        """dbmig and a database at head that tests may write a few rows into."""
        tool, facts = self.database("rules")
        tool.upgrade()
        return tool, facts

    @functools.cached_property
    def walk(self):
        return Walk(self)


class Walk:
    """base to head one revision at a time with rows in every table, each step also taken back and repeated."""

    def __init__(self, world):
        self._world = world
        self.tool, self.facts = world.database("walk")
        self.seeded = {}
        self.broken_downgrades = []
        applied = []
        for revision in world.history:
            self._step(revision, applied)
            applied.append(revision)
        self.schema = self.facts.schema()

    def _step(self, revision, applied):
        before = self.facts.quick_schema(), self.facts.rows()
        self.tool.upgrade(revision.id)
        back = revision.parents[0] if revision.parents else "base"
        if any(back in other.parents for other in applied):
            self._step_beside_a_branch(revision, back)
        else:
            self.tool.downgrade(back)
            self._compare(revision, before, (self.facts.quick_schema(), self.facts.rows()))
            self.tool.upgrade(revision.id)
        for table in self.facts.tables():
            if table not in self.seeded and not self.facts.query(f"SELECT 1 FROM `{table}` LIMIT 1"):
                self.seeded[table] = sample_rows.insert(self.facts, table)

    def _step_beside_a_branch(self, revision, back):
        """Going back to a branch point would take the other branch along: done in a database without it."""
        tool, facts = self._world.database(f"beside_{revision.id}")
        tool.upgrade(back)
        before = facts.quick_schema()
        tool.upgrade(revision.id)
        tool.downgrade(back)
        self._compare(revision, (before, {}), (facts.quick_schema(), {}))

    def _compare(self, revision, before, after):
        lines = difference(before[0], after[0])
        for table in sorted(before[1].keys() | after[1].keys()):
            lines += [f"{table} {line}" for line in difference(before[1].get(table, []), after[1].get(table, []))]
        if lines:
            self.broken_downgrades.append(f"{revision.path.name}:\n    " + "\n    ".join(lines))
