"""One history written twice: as dbmig's .sql files and as Alembic's .py files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

TABLE = """\
CREATE TABLE {name} (
    id BINARY(16) NOT NULL PRIMARY KEY,
    customer_id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL DEFAULT '',
    detail TEXT,
    tm_create DATETIME(6) NOT NULL,
    tm_update DATETIME(6),
    INDEX idx_customer_id (customer_id)
) DEFAULT CHARSET = utf8mb4"""

SQL = """\
-- ---
-- revision: {id}
-- down_revision: {parents}
-- create_date: 2026-11-21 10:00:00
-- message: {title}
-- ---

-- migrate:upgrade
{create};

-- migrate:downgrade
DROP TABLE {name};
"""

PY = '''\
"""{title}

Revision ID: {id}
Revises: {revises}
Create Date: 2026-11-21 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '{id}'
down_revision = {parents}
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
{create}
    """)


def downgrade():
    op.execute("DROP TABLE {name}")
'''

ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
"""


@dataclass(frozen=True)
class Revision:
    number: int
    parents: tuple

    @property
    def id(self):
        return revision_id(self.number)

    @property
    def table(self):
        return f"bench_{self.number:05}"

    @property
    def create(self):
        return TABLE.format(name=self.table)


def revision_id(number):
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def linear(count):
    return [Revision(n, (n - 1,) if n else ()) for n in range(count)]


def branched(count):
    """Blocks of ten: a branch point, two sides of four revisions, and a merge."""
    revisions = []
    for start in range(0, count, 10):
        below = (start - 1,) if start else ()
        revisions.append(Revision(start, below))
        for side in (start + 1, start + 5):
            for n in range(side, side + 4):
                revisions.append(Revision(n, (start if n == side else n - 1,)))
        revisions.append(Revision(start + 9, (start + 4, start + 8)))
    return revisions


def statements(revisions):
    """What the whole way up sends, as a client reads it."""
    return "".join(revision.create + ";\n" for revision in revisions)


def statements_and_edits(revisions):
    """The same with the edit of the version table that belongs to each revision."""
    edits = [f"INSERT INTO alembic_version VALUES ('{revisions[0].id}')"]
    for before, after in zip(revisions, revisions[1:]):
        edits.append(f"UPDATE alembic_version SET version_num='{after.id}'"
                     f" WHERE version_num='{before.id}'")
    lines = [f"{revision.create};\n{edit};\n" for revision, edit in zip(revisions, edits)]
    return VERSION_TABLE + ";\n" + "".join(lines)


VERSION_TABLE = ("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                 " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))")


class Tree:
    """The folders and configuration files of one history."""

    def __init__(self, folder, name, revisions, socket, database):
        self.name = name
        self.revisions = revisions
        self.folder = Path(folder)
        self.sql = self.folder / "dbmig"
        self.py = self.folder / "alembic"
        for kind in (self.sql, self.py):
            (kind / "versions").mkdir(parents=True)
        (self.py / "env.py").write_text(ENV)
        for revision in revisions:
            self._write(revision)
        where = f"root@localhost/{database}?unix_socket={socket}"
        (self.folder / "migrate.ini").write_text(
            f"[dbmig]\ntrees = bench\n\n[bench]\nscript_location = %(here)s/dbmig\nurl = mysql://{where}\n")
        (self.folder / "alembic.ini").write_text(
            "[alembic]\nscript_location = %(here)s/alembic\n"
            f"sqlalchemy.url = mysql+pymysql://{where}\n")

    @property
    def head(self):
        return self.revisions[-1].id

    def _write(self, revision):
        parents = [revision_id(parent) for parent in revision.parents]
        values = {
            "id": revision.id,
            "name": revision.table,
            "title": f"{revision.table} create table",
            "create": revision.create,
        }
        stem = f"{revision.id}_{revision.table}_create_table"
        (self.sql / "versions" / f"{stem}.sql").write_text(
            SQL.format(parents=_sql_parents(parents), **values))
        (self.py / "versions" / f"{stem}.py").write_text(
            PY.format(parents=_py_parents(parents), revises=", ".join(parents), **values))


def _sql_parents(parents):
    if not parents:
        return "null"
    return parents[0] if len(parents) == 1 else f"[{', '.join(parents)}]"


def _py_parents(parents):
    if not parents:
        return "None"
    return repr(parents[0]) if len(parents) == 1 else repr(tuple(parents))
