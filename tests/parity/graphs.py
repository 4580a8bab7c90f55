"""One history in two forms: Alembic's .py files and dbmig's .sql files with equal base names."""

import dataclasses
import re

DATE = "2024-01-0{} 10:00:00.000000"


@dataclasses.dataclass
class Rev:
    """A revision; unless it says otherwise, it creates a table that is named after its id."""

    id: str
    down: tuple = ()
    title: str = ""
    labels: tuple = ()
    depends: tuple = ()
    up_sql: str = ""
    down_sql: str = ""

    def __post_init__(self):
        self.up_sql = self.up_sql or f"CREATE TABLE t_{self.id} (i INT)"
        self.down_sql = self.down_sql or f"DROP TABLE t_{self.id}"

    @property
    def base_name(self):
        return f"{self.id}_{re.sub('[^a-z0-9]+', '_', self.title.lower())}"


A, B, C = "a1a1a1a1a1a1", "b2b2b2b2b2b2", "c3c3c3c3c3c3"
ROOT, CART, ACCOUNT, MERGE = "1975ea83b712", "27c6a30d7c24", "ae1027a6acf0", "53fffde5ad50"

LIN = [
    Rev(A, (), "create table"),
    Rev(B, (A,), "add column",
        up_sql=f"ALTER TABLE t_{A} ADD COLUMN note VARCHAR(20) COMMENT 'it''s a note'",
        down_sql=f"ALTER TABLE t_{A} DROP COLUMN note"),
    Rev(C, (B,), "add index", up_sql=f"CREATE INDEX i_note ON t_{A} (note)",
        down_sql=f"DROP INDEX i_note ON t_{A}"),
]
BR = [
    Rev(ROOT, (), "create account table"),
    Rev(CART, (ROOT,), "add shopping cart table", labels=("shoppingcart",)),
    Rev(ACCOUNT, (ROOT,), "add a column"),
]
BRM = BR + [Rev(MERGE, (ACCOUNT, CART), "merge ae1 and 27c")]
DEP = BR + [
    Rev("d747a8a88790", (CART,), "add a shopping cart column"),
    Rev("55af2cb1c267", (ACCOUNT,), "add another account column"),
    Rev("3cac04ae8714", (), "create networking branch", labels=("networking",)),
    Rev("109ec7d132bf", ("3cac04ae8714",), "add ip number table"),
    Rev("29f859a13ea0", ("109ec7d132bf",), "add DNS table"),
    Rev("2a95102259be", ("29f859a13ea0",), "add ip account table", depends=("55af2cb1c267",)),
]
EFF = [
    Rev("a1aaaaaa0001", (), "first of A", labels=("A",)),
    Rev("a2aaaaaa0002", ("a1aaaaaa0001",), "second of A"),
    Rev("b1bbbbbb0001", (), "first of B", labels=("B",)),
    Rev("b2bbbbbb0002", ("b1bbbbbb0001",), "second of B", depends=("a2aaaaaa0002",)),
]
ROOTS = [
    Rev("111111111111", (), "one root", labels=("one", "uno")),
    Rev("122222222222", ("111111111111",), "above one"),
    Rev("211111111111", (), "another root", labels=("two",)),
    Rev("222222222222", ("211111111111",), "above another"),
]
# Beyond the checklist's six: what single rows of it need.
CHAIN = [Rev(f"k{n}{n}{n}{n}", (f"k{n-1}{n-1}{n-1}{n-1}",) if n > 1 else (), f"step {n}")
         for n in range(1, 7)]
THREE = [Rev("aaaa0001", (), "root")] + [Rev(f"bbbb000{n}", ("aaaa0001",), f"arm {n}") for n in (1, 2, 3)] + [
    Rev("cccc0001", ("bbbb0001", "bbbb0002", "bbbb0003"), "merge three")]
NEEDED_PARENT = [Rev("aaaa1111", (), "a"), Rev("bbbb1111", (), "b", depends=("aaaa1111",)),
                 Rev("cccc1111", ("aaaa1111", "bbbb1111"), "both")]
ONLY_NEEDS = [Rev("aaaa1111", (), "a"), Rev("bbbb1111", (), "b", depends=("aaaa1111",))]
PREFIXES = [Rev("a", (), "one letter"), Rev("ab", ("a",), "two letters"),
            Rev("abcd1111", ("ab",), "first", labels=("longlabel",)), Rev("abcd2222", ("abcd1111",), "second")]
LABELS = [Rev("aaaa1111", (), "a"), Rev("bbbb1111", ("aaaa1111",), "b", labels=("low",)),
          Rev("cccc1111", ("bbbb1111",), "c"), Rev("dddd1111", ("cccc1111",), "d", labels=("left", "west")),
          Rev("dddd2222", ("cccc1111",), "e"), Rev("eeee1111", ("dddd1111", "dddd2222"), "f"),
          Rev("ffff1111", (), "g"), Rev("ffff2222", ("ffff1111",), "h", labels=("apart",))]
SIGNED = [Rev("aaaa1111", (), "a"), Rev("bbbb1111", ("aaaa1111",), "b", labels=("main-1",)),
          Rev("cccc1111", ("aaaa1111",), "c")]

NAMED = {"LIN": LIN, "BR": BR, "BRM": BRM, "DEP": DEP, "EFF": EFF, "ROOTS": ROOTS}
OTHERS = {"CHAIN": CHAIN, "THREE": THREE, "NEEDED_PARENT": NEEDED_PARENT, "ONLY_NEEDS": ONLY_NEEDS,
          "PREFIXES": PREFIXES, "LABELS": LABELS, "SIGNED": SIGNED}


def ancestors(graph, ids):
    """All that has to be applied for these ids, the ids too."""
    by_name = {r.id: r for r in graph} | {label: r for r in graph for label in r.labels}
    seen, todo = set(), list(ids)
    while todo:
        rev = by_name[todo.pop()]
        if rev.id not in seen:
            seen.add(rev.id)
            todo += rev.down + rev.depends
    return seen


def in_order(graph, ids):
    """These revisions, each behind what it needs."""
    wanted, done = ancestors(graph, ids), []
    while len(done) < len(wanted):
        done += [r for r in graph if r.id in wanted and r not in done
                 and ancestors(graph, [r.id]) - {r.id} <= {d.id for d in done}]
    return done


def python_file(rev, number=1):
    def one(value):
        return repr(value[0] if len(value) == 1 else value or None)

    return f'''"""{rev.title}

Revision ID: {rev.id}
Revises: {", ".join(rev.down)}
Create Date: {DATE.format(number)}

"""
from alembic import op

revision = {rev.id!r}
down_revision = {one(rev.down)}
branch_labels = {one(rev.labels)}
depends_on = {one(rev.depends)}


def upgrade():
    op.execute({rev.up_sql!r})


def downgrade():
    op.execute({rev.down_sql!r})
'''


def sql_file(rev, number=1):
    def one(key, value):
        return f"-- {key}: [{', '.join(value)}]\n" if len(value) > 1 else f"-- {key}: {value[0]}\n"

    text = f"-- ---\n-- revision: {rev.id}\n"
    text += one("down_revision", rev.down or ("null",))
    for key, value in (("branch_labels", rev.labels), ("depends_on", rev.depends)):
        text += one(key, value) if value else ""
    text += f'-- create_date: {DATE.format(number)}\n-- message: "{rev.title}"\n-- ---\n\n'
    return text + f"-- migrate:upgrade\n{rev.up_sql};\n\n-- migrate:downgrade\n{rev.down_sql};\n"


def write_twins(graph, python_folder, sql_folder):
    """Both forms; the folders are made."""
    for folder in (python_folder, sql_folder):
        folder.mkdir(parents=True, exist_ok=True)
    for place, rev in enumerate(graph):
        number = place % 9 + 1
        (python_folder / f"{rev.base_name}.py").write_text(python_file(rev, number))
        (sql_folder / f"{rev.base_name}.sql").write_text(sql_file(rev, number))
