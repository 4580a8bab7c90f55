#!/usr/bin/python3
"""A tree of ours that follows somebody else's: small files of both kinds, on a real server, beside Alembic.

DBMIG names the binary, DBMIG_SCHEMA_SOCKET a server to use in place of a private one.
"""

import sys

from follow import Story, Walks
from server import chosen_server

PYTHON = '''"""{message}

Revision ID: {id}
Revises: {down}
Create Date: 2026-01-01 10:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = {id!r}
down_revision = {down!r}


def upgrade():
    {up}


def downgrade():
    {down_sql}
'''

SQL = """-- ---
-- revision: {id}
-- down_revision: {down}
-- message: {message}
-- replaces: {replaces}
-- ---

-- migrate:upgrade
{up};

-- migrate:downgrade
{back};
"""

YESNO = "sa.Enum('yes', 'no', name='yesno_values')"
# id, what it does, and how it is taken back.
THEIRS = [
    ("4da0c5f79a9c", "op.create_table('peers', sa.Column('id', sa.Integer, primary_key=True), "
     "sa.Column('name', sa.String(40), nullable=False, unique=True))", "op.drop_table('peers')"),
    ("43956d550a44", f"op.add_column('peers', sa.Column('nat', {YESNO}))", "op.drop_column('peers', 'nat')"),
    ("581a4264e537", "op.create_table('auths', sa.Column('id', sa.String(40), nullable=False, unique=True))",
     "op.drop_table('auths')"),
    ("21e526ad3040", "op.create_index('auths_id', 'auths', ['id'])", "op.drop_index('auths_id', table_name='auths')"),
]
NEWER = [
    ("28887f25a46f", "op.add_column('auths', sa.Column('realm', sa.String(255)))", "op.drop_column('auths', 'realm')"),
    ("10aedae86a32", "op.alter_column('peers', 'name', type_=sa.String(80), existing_nullable=False)",
     "op.alter_column('peers', 'name', type_=sa.String(40), existing_nullable=False)"),
]
OURS = [
    ("aaaa11111111", "CREATE TABLE peers (id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(40) NOT NULL, "
     "nat ENUM ('yes', 'no'), PRIMARY KEY (id), UNIQUE (name))", "DROP TABLE peers"),
    ("bbbb22222222", "CREATE TABLE auths (id VARCHAR(40) NOT NULL, UNIQUE (id), KEY auths_id (id))", "DROP TABLE auths"),
]


def python_files(revisions, down):
    files = {}
    for name, up, back in revisions:
        files[f"{name}_x.py"] = PYTHON.format(message=f"about {name}", id=name, down=down, up=up, down_sql=back)
        down = name
    return files


def written(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def sql_files():
    files, down = {}, "null"
    for name, up, back in OURS:
        replaces = THEIRS[-1][0] if name == OURS[-1][0] else "null"
        files[f"{name}_x.sql"] = SQL.format(id=name, down=down, message=f"about {name}", up=up, back=back,
                                            replaces=replaces)
        down = name
    return files


def main():
    with chosen_server() as server:
        ours = written(server.folder / "our_files", sql_files())
        theirs = written(server.folder / "their_files", python_files(THEIRS, None))
        failed = 0
        for table in ("alembic_version", "alembic_version_theirs"):
            print(f"their rows in {table}:", flush=True)
            failed += Walks(server, Story(ours=ours, theirs=theirs, newer=python_files(NEWER, THEIRS[-1][0]),
                                          replaced=THEIRS[-1][0], middle=THEIRS[1][0], their_table=table)).run()
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
