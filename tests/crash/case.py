"""What a case of the zoo is."""

import dataclasses
import textwrap


@dataclasses.dataclass(frozen=True)
class Case:
    """One small history, and the database that it finds.

    `setup` is run as it is, before dbmig comes. `up` and `down` are the sections of a revision, or lists of
    them. `holds` is a query that must give 1 after an undisturbed upgrade. `may_stop` says why dbmig may end
    with 65 here (it never guesses); `happened` then maps a piece of the text of the statement in
    doubt to the query that knows whether it took effect. With `broken`, that stood in the place of the last `up`
    when a run before all this was refused by the server.
    """

    name: str
    up: object = ""
    down: object = ""
    setup: str = ""
    holds: str = ""
    parents: dict = dataclasses.field(default_factory=dict)  # Revision number to those of its parents.
    only: str = ""  # mariadb or mysql
    counts: bool = False  # Whether AUTO_INCREMENT belongs to what is compared.
    may_stop: str = ""
    happened: dict = dataclasses.field(default_factory=dict)
    broken: str = ""
    scripts: str = ""  # A tree of the repository instead of `up` and `down`.
    python: bool = False  # `up` and `down` are bodies of Python functions.

    def before(self):
        """The case with its broken revision."""
        ups = [*self.up[:-1], self.broken] if isinstance(self.up, list) else self.broken
        return dataclasses.replace(self, up=ups, broken="")

    @property
    def revisions(self):
        """(id, ids of the parents, upgrade, downgrade) of each revision, the first one first."""
        ups = [self.up] if isinstance(self.up, str) else list(self.up)
        downs = [self.down] if isinstance(self.down, str) else list(self.down)
        for number, (up, down) in enumerate(zip(ups, downs, strict=True)):
            parents = self.parents.get(number, [number - 1] if number else [])
            yield identifier(number), [identifier(parent) for parent in parents], up, down

    def files(self):
        """Name and text of each revision file."""
        for revision, parents, up, down in self.revisions:
            if self.python:
                yield f"{revision}_zoo.py", _python(revision, parents, up, down)
                continue
            follows = {0: "null", 1: "".join(parents)}.get(len(parents), f"[{', '.join(parents)}]")
            yield f"{revision}_zoo.sql", (
                f"-- ---\n-- revision: {revision}\n-- down_revision: {follows}\n-- message: zoo\n-- ---\n\n"
                f"-- migrate:upgrade\n{up.strip()}\n\n-- migrate:downgrade\n{down.strip()}\n"
            )


def _python(revision, parents, up, down):
    follows = {0: None, 1: "".join(parents)}.get(len(parents), tuple(parents))
    functions = (f"def {name}():\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
                 for name, body in (("upgrade", up), ("downgrade", down)))
    return "\n\n".join((f'"""zoo"""\n{_PYTHON}revision = {revision!r}\ndown_revision = {follows!r}\n', *functions))


# What the bodies of all Python revisions may use.
_PYTHON = """import sqlalchemy as sa
from alembic import op
from sqlalchemy import exc, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError


def ask(query):
    return op.get_bind().execute(text(query)).scalar()


def write(line):
    op.get_bind().execute(text("INSERT INTO log SELECT COUNT(*) + 1, :line FROM log"), {"line": str(line)})


def columns(name):
    return [each["name"] for each in inspect(op.get_bind()).get_columns(name)]

"""


def identifier(number):
    return f"c{number:011x}"
