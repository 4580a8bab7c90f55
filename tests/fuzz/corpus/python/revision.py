"""Widen the notes

Revision ID: 4f1c2d9b7a60
Revises: 88ac01de3b52
Create Date: 2026-11-21 10:00:00.000000

"""
# -*- coding: utf-8 -*-
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = '4f1c2d9b7a60'
down_revision: Union[str, Sequence[str], None] = ('88ac01de3b52', "0" 'af')
branch_labels = None
depends_on = None

VALUES = ['on', 'off', *OTHERS]

def upgrade() -> None:
    kind = sa.Enum(*VALUES, name='kind')
    op.add_column('notes', sa.Column('kind', kind, nullable=False, server_default=u'on'))
    with op.batch_alter_table("notes") as batch:
        batch.drop_column('old'); batch.drop_column('older')
    if op.get_context().dialect.name != 'mysql' and not done:
        op.execute(f"UPDATE notes SET kind = '{VALUES[0]!s:>{10}}' WHERE a = '\x41'")
    for name in range(3):
        try:
            op.drop_index('ix_' + str(name), 'notes')
        except (ValueError, TypeError) as error:
            raise
        finally:
            pass


def downgrade() -> None:
    op.drop_column('notes', 'kind')
