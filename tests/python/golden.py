"""Bodies of upgrade() that both tools have to turn into the same SQL: one for each call, keyword and type."""

HEAD = """from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.sql import table, column, quoted_name
from sqlalchemy import case, cast, or_, and_, text, func
"""


def column(words):
    return f"op.create_table('t', sa.Column('a', {words}))"


TYPES = [
    "sa.String(10)", "sa.String(length=10)", "sa.VARCHAR(10)", "sa.Unicode(10)", "sa.CHAR(3)", "sa.CHAR()", "sa.NCHAR(3)",
    "sa.NVARCHAR(5)", "sa.Text", "sa.Text()", "sa.Text(500)", "sa.TEXT()", "sa.UnicodeText()", "sa.Integer", "sa.Integer()",
    "sa.INTEGER()", "sa.INT()", "sa.SmallInteger()", "sa.SMALLINT()", "sa.BigInteger()", "sa.BIGINT()", "sa.Boolean()",
    "sa.BOOLEAN", "sa.Float()", "sa.Float(53)", "sa.FLOAT()", "sa.REAL()", "sa.Numeric()", "sa.Numeric(10)",
    "sa.Numeric(10, 2)", "sa.Numeric(precision=10, scale=2, asdecimal=False)", "sa.DECIMAL(8, 3)", "sa.DateTime()",
    "sa.DateTime(timezone=True)", "sa.DATETIME()", "sa.TIMESTAMP()", "sa.Date()", "sa.DATE()", "sa.Time()", "sa.TIME()",
    "sa.LargeBinary()", "sa.LargeBinary(100)", "sa.BLOB()", "sa.BINARY(16)", "sa.BINARY()", "sa.VARBINARY(16)", "sa.JSON()",
    "sa.Interval()", "sa.PickleType()", "sa.Enum('a', 'b')", "sa.Enum('a', 'it''s', name='n')",
    "sa.Enum('a', 'bcd', native_enum=False)", "ENUM('a', 'b', name='n', create_type=False)",
    "sa.String(10, collation='utf8mb4_bin')", "mysql.VARCHAR(10, charset='utf8mb4', collation='utf8mb4_bin')", "mysql.CHAR(2)",
    "mysql.TEXT()", "mysql.TINYTEXT()", "mysql.MEDIUMTEXT()", "mysql.LONGTEXT()", "mysql.LONGTEXT(collation='utf8mb4_bin')",
    "mysql.TINYINT()", "mysql.TINYINT(1)", "mysql.TINYINT(display_width=1)", "mysql.SMALLINT(unsigned=True)",
    "mysql.MEDIUMINT()", "mysql.INTEGER()", "mysql.INTEGER(11, unsigned=True)", "mysql.BIGINT(20, unsigned=True, zerofill=True)",
    "mysql.DECIMAL(10, 2)", "mysql.DECIMAL(10, 2, unsigned=True)", "mysql.NUMERIC(10)", "mysql.DOUBLE()", "mysql.DOUBLE(10, 2)",
    "mysql.FLOAT()", "mysql.FLOAT(precision=5, scale=2)", "mysql.FLOAT(5)", "mysql.DATETIME()", "mysql.DATETIME(fsp=6)",
    "mysql.TIMESTAMP(fsp=3)", "mysql.TIME(fsp=2)", "mysql.DATE()", "mysql.YEAR()", "mysql.BIT()", "mysql.BIT(3)",
    "mysql.BLOB()", "mysql.TINYBLOB()", "mysql.MEDIUMBLOB()", "mysql.LONGBLOB()", "mysql.BINARY(16)", "mysql.VARBINARY(3)",
    "mysql.ENUM('a', 'b')", "mysql.ENUM('a', charset='utf8mb4', collation='utf8mb4_bin')", "mysql.JSON()",
]

COLUMNS = [
    "sa.Integer(), primary_key=True", "sa.Integer(), primary_key=True, autoincrement=False", "sa.Integer, nullable=False",
    "sa.Integer, nullable=True", "sa.String(5), primary_key=True", "sa.String(5), server_default='x'",
    "sa.Integer, server_default='0'", "sa.Integer, server_default=sa.text('0'), nullable=False",
    "sa.DateTime(), server_default=sa.func.now()", "sa.DateTime(), server_default=func.current_timestamp()",
    "sa.Boolean(), server_default=sa.true()", "sa.Boolean(), server_default=sa.false(), nullable=False",
    "sa.TIMESTAMP(), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=False", "sa.TIMESTAMP(), nullable=True",
    "sa.String(5), comment='it\\'s a \\\\ b', nullable=False, server_default='it\\'s \\\\'", "sa.String(5), unique=True",
    "sa.String(5), index=True", "sa.String(5), unique=True, index=True", "sa.Integer, sa.ForeignKey('p.id')",
    "sa.Integer, sa.ForeignKey('p.id', ondelete='CASCADE', onupdate='SET NULL', name='fk_a')",
    "sa.Integer, sa.ForeignKey('p.id'), unique=True", "sa.Integer, sa.ForeignKey('p.id'), primary_key=True",
    "sa.Integer, sa.CheckConstraint('a > 0')", "sa.Integer, sa.CheckConstraint('a > 0', name='ck')", "sa.Integer, default=5",
    "sa.Integer, sa.Computed('1 + 1')", "sa.Integer, sa.Computed('1 + 1', persisted=True), nullable=False",
    "sa.BigInteger(), primary_key=True, server_default='5'", "sa.Numeric(10), primary_key=True",
    "sa.Integer(), autoincrement=True", "sa.Integer(), primary_key=True, nullable=True", "type_=sa.Integer",
]

BODIES = [
    "op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('a', 'b'))",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name='pk_t'))",
    "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True))",
    "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True, autoincrement=True))",
    "op.create_table('t', sa.Column('a', sa.Integer, unique=True), sa.Column('b', sa.Integer, sa.ForeignKey('p.id')), "
    "sa.UniqueConstraint('a', 'b', name='uq'), sa.UniqueConstraint('b'), sa.CheckConstraint('a > 0', name='ck'), "
    "sa.ForeignKeyConstraint(['a', 'b'], ['q.x', 'q.y'], name='fk', ondelete='RESTRICT'), sa.PrimaryKeyConstraint('a'))",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.ForeignKeyConstraint(['a'], ['q.x']))",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_engine='InnoDB')",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_ENGINE='InnoDB')",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_charset='utf8mb4', mysql_collate='utf8mb4_bin')",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_default_charset='utf8mb4')",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_row_format='DYNAMIC')",
    "op.create_table('t', sa.Column('a', sa.Integer), mysql_auto_increment='100')",
    "op.create_table('t', sa.Column('a', sa.Integer), comment='it\\'s')",
    "op.create_table('t', sa.Column('a', sa.Integer), sqlite_autoincrement=True, postgresql_tablespace='x')",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.Index('ix_a', 'a', unique=True))",
    "op.create_table('Order', sa.Column('select', sa.Integer), sa.Column('100rel', sa.Integer), sa.Column('session-x', sa.Integer), "
    "sa.Column('aB', sa.Integer), sa.Column('rank', sa.Integer), sa.Column('position', sa.Integer), sa.Column('_x', sa.Integer))",
    "op.create_table(quoted_name('t', True), sa.Column(quoted_name('a', True), sa.Integer))",
    "op.drop_table('t')", "op.drop_table('Order')",
    "op.add_column('t', sa.Column('a', sa.String(10)))", "op.add_column('t', sa.Column('a', sa.String(10), nullable=False, server_default=''))",
    "op.add_column('t', sa.Column('a', sa.Integer, unique=True))", "op.add_column('t', sa.Column('a', sa.Integer, index=True))",
    "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('p.id', name='fk')))",
    "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('p.id')))",
    "op.add_column('t', sa.Column('a', sa.Integer, primary_key=True))", "op.add_column('t', sa.Column('a', sa.Enum('x', 'y', name='e')))",
    "op.add_column(table_name='t', column=sa.Column('a', sa.Integer, comment='c'))",
    "op.drop_column('t', 'a')", "op.drop_column(table_name='t', column_name='a', mssql_drop_check=True)",
    "op.create_index('ix', 't', ['a'])", "op.create_index('ix', 't', ['a', 'b'], unique=True)", "op.create_index('ix', 't', ['a'], unique=False)",
    "op.create_index(op.f('ix_t_a'), 't', ['a'])", "op.create_index('ix', 't', ['a', 'b'], mysql_length={'a': 10})",
    "op.create_index('ix', 't', ['a', 'b'], mysql_length=5)", "op.create_index('ix', 't', [sa.text('lower(a)')])",
    "op.create_index('ix', 't', ['a'], mysql_prefix='FULLTEXT')", "op.create_index('ix', 't', ['a'], postgresql_using='btree')",
    "op.create_index(index_name='ix', table_name='t', columns=['key'])",
    "op.drop_index('ix', 't')", "op.drop_index('ix', table_name='t')", "op.drop_index(op.f('ix'), table_name='t')",
    "op.alter_column('t', 'a', type_=sa.String(20))", "op.alter_column('t', 'a', type_=sa.String(20), existing_nullable=False)",
    "op.alter_column('t', 'a', type_=sa.String(20), nullable=False, existing_type=sa.String(10))",
    "op.alter_column('t', 'a', nullable=False, existing_type=sa.String(10))", "op.alter_column('t', 'a', nullable=True, existing_type=sa.String(10))",
    "op.alter_column('t', 'a', new_column_name='b', existing_type=sa.Integer)",
    "op.alter_column('t', 'a', new_column_name='b', existing_type=sa.Integer, existing_nullable=False, existing_server_default='5')",
    "op.alter_column('t', 'a', server_default='x')", "op.alter_column('t', 'a', server_default=None)", "op.alter_column('t', 'a', server_default=sa.text('5'))",
    "op.alter_column('t', 'a', server_default='x', existing_type=sa.String(5), existing_nullable=False)",
    "op.alter_column('t', 'a', server_default='x', nullable=False, existing_type=sa.String(5))",
    "op.alter_column('t', 'a', existing_type=sa.Integer)", "op.alter_column('t', 'a', existing_type=sa.DateTime())",
    "op.alter_column('t', 'a', existing_type=sa.DateTime(), nullable=False)", "op.alter_column('t', 'a', existing_type=sa.DateTime(), server_default=None)",
    "op.alter_column('t', 'a', existing_type=sa.TIMESTAMP(), server_default=sa.func.now())",
    "op.alter_column('t', 'a', type_=mysql.DATETIME(fsp=6), existing_type=sa.DateTime(), existing_server_default=sa.text('now()'))",
    "op.alter_column('t', 'a', autoincrement=True, existing_type=sa.Integer, nullable=False)",
    "op.alter_column('t', 'a', existing_autoincrement=True, existing_type=sa.Integer, type_=sa.BigInteger)",
    "op.alter_column('t', 'a', comment='c', existing_type=sa.Integer)", "op.alter_column('t', 'a', comment=None, existing_type=sa.Integer)",
    "op.alter_column('t', 'a', nullable=False, existing_comment='c', existing_type=sa.Integer)",
    "op.alter_column('t', 'a', type_=sa.Enum('x', 'y', name='n'), existing_type=sa.Enum('x', name='m'), postgresql_using='x')",
    "op.create_unique_constraint('uq', 't', ['a', 'b'])", "op.create_unique_constraint(None, 't', ['a'])",
    "op.create_primary_key('pk', 't', ['a', 'b'])", "op.create_check_constraint('ck', 't', 'a > 0')", "op.create_check_constraint('ck', 't', sa.text('a > 0'))",
    "op.create_foreign_key('fk', 't', 'p', ['a'], ['id'])", "op.create_foreign_key(None, 't', 'p', ['a'], ['id'], ondelete='CASCADE', onupdate='NO ACTION')",
    "op.create_foreign_key(constraint_name='fk', source_table='t', referent_table='p', local_cols=['a', 'b'], remote_cols=['c', 'd'])",
    "op.drop_constraint('fk', 't', type_='foreignkey')", "op.drop_constraint('fk', 't', 'foreignkey')", "op.drop_constraint('uq', 't', type_='unique')",
    "op.drop_constraint('pk', 't', type_='primary')", "op.drop_constraint(None, 't', type_='primary')", "op.drop_constraint('ck', 't', type_='check')",
    "op.rename_table('a', 'b')", "op.execute('UPDATE t SET a = 1')", "op.execute('UPDATE t SET a = 1;')", "op.execute(sa.text(\"UPDATE t SET a = '\\\\:x'\"))",
    "op.execute('''\n  UPDATE t\n  SET a = '10:30'\n''')",
    "op.bulk_insert(table('t', column('a', sa.Integer), column('b', sa.String)), [{'b': 'it\\'s', 'a': 1}, {'a': None, 'b': 'x'}])",
    "op.bulk_insert(table('t', column('a', sa.Boolean)), [{'a': True}, {'a': False}])", "op.bulk_insert(table('t', column('a', sa.Integer)), [])",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().where(t.c.a == 5).values(b='x'))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().values({'b': 'x', 'a': 1}))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().where(t.c.b == None).values({t.c.a: 0}))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().where(and_(t.c.a > 1, or_(t.c.b != 'x', t.c.b == 'y'))).values(a=3))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().where(t.c.a >= 1).where(t.c.b.is_(None)).values(a=3))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.delete().where(t.c.b.in_(['x', 'y'])))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.delete())",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.insert().values(b='x', a=1))",
    "t = table('t', column('a', sa.Integer), column('b', sa.String))\nop.execute(t.update().values(b=op.inline_literal('x')))",
    "t = table('t', column('a'), column('b'))\nop.execute(t.update().values(a=cast(case((or_(t.c.b == text(\"'1'\"), t.c.b == text(\"'y'\")), text(\"'y'\")), "
    "else_=text(\"'n'\")), sa.Enum('y', 'n'))))",
    # A batch: each call with every one of its places.
    "with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('a', sa.Integer))\n    b.drop_column('c')",
    "with op.batch_alter_table('t', schema=None) as b:\n    b.create_index('ix', ['a', 'b'], unique=True)\n    b.drop_index('iy')\n    b.create_index(b.f('iz'), ['a'])",
    "with op.batch_alter_table('t') as b:\n    b.alter_column('a', type_=sa.String(5), existing_nullable=False, nullable=True)\n    b.alter_column('a', new_column_name='b', existing_type=sa.Integer)",
    "with op.batch_alter_table('t') as b:\n    b.create_unique_constraint('uq', ['a', 'b'])\n    b.create_primary_key('pk', ['a'])\n    b.create_check_constraint('ck', 'a > 0')",
    "with op.batch_alter_table('t') as b:\n    b.create_foreign_key('fk', 'p', ['a'], ['id'], ondelete='CASCADE')\n    b.create_foreign_key(constraint_name='fk', referent_table='p', local_cols=['a'], remote_cols=['id'])",
    "with op.batch_alter_table('t') as b:\n    b.drop_constraint('uq', type_='unique')\n    b.drop_constraint('fk', 'foreignkey')\n    b.drop_constraint('pk', type_='primary')",
    "with op.batch_alter_table('t') as b:\n    b.drop_constraint(b.f('ck'), type_='check')\n    b.execute('SELECT 1')",
    "with op.batch_alter_table('t') as b:\n    b.drop_column('a')\n    op.execute('SELECT 1')\n    b.drop_column('c')",
    "with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('a', sa.Integer, unique=True))\n    b.add_column(sa.Column('c', sa.Integer, index=True))",
    "with op.batch_alter_table('t', recreate='auto') as b:\n    b.add_column(sa.Column('a', sa.Integer, sa.ForeignKey('p.id', name='fk')))",
    # Python itself.
    "for i in range(3):\n    op.execute('SELECT %d, %s' % (i, 'x'))", "for i, n in enumerate(['a', 'b']):\n    op.execute(f'SELECT {i} {n}')",
    "for n in sorted_names:\n    op.drop_table(n)\n", "names = ['a', 'b']\nnames.append('c')\nop.execute('SELECT ' + ', '.join([n.upper() for n in names if n != 'b']))",
    "if op.get_bind().dialect.name == 'mysql':\n    op.execute('SELECT 1')\nelse:\n    op.execute('SELECT 2')",
    "if op.get_context().dialect.name in ('mysql', 'mariadb') and not False:\n    op.execute('SELECT 1')",
    "def helper(a, *rest, b=2):\n    if a: return len(rest) + b\n    return 0\nop.execute('SELECT %s' % helper(1, 2, 3))",
    "d = {'a': 1, 'b': [1, 2]}\nd['c'] = 3\nfor k, v in d.items():\n    op.execute('SELECT {} {}'.format(k, len(d)))",
    "x = 5 if 1 < 2 <= 2 else 6\nx += 1\nwhile x > 4:\n    x -= 1\n    if x == 5: continue\n    op.execute('SELECT {x}'.format(x=x))",
    "e = sa.Enum('a', name='e')\ne.create(op.get_bind(), checkfirst=True)\nop.add_column('t', sa.Column('a', e))\ne.drop(op.get_bind())",
    "a, (b, c) = 1, ('x', [1, 2, 3][-1])\nop.execute('SELECT %(a)s %(b)s' % {'a': a, 'b': b})\nop.execute('SELECT ' + str(c) + 'x'.replace('x', 'y'))",
]

T = "t = table('t', column('a', sa.Integer), column('b', sa.String(9)))\n"
BODIES += [
    T + "op.execute(t.update().where((t.c.a == 1) & (t.c.b != 'x')).values(b='y'))",
    T + "op.execute(t.update().where((t.c.a == 1) | (t.c.b != 'x')).values(b='y'))",
    T + "op.execute(t.delete().where(~(t.c.a == 1)))\nop.execute(t.delete().where(sa.not_(t.c.a < 3)))",
    T + "op.execute(t.delete().where(~t.c.a.in_([1, 2])))\nop.execute(t.delete().where(sa.not_(t.c.b.like('a%'))))",
    T + "op.execute(t.delete().where(sa.not_(or_(t.c.a == 1, t.c.b == 'x'))))",
    T + "op.execute(t.delete().where(t.c.a.between(1, 2)))\nop.execute(t.delete().where(t.c.b.notlike('a')))",
    T + "op.execute(t.update().values(b=func.lower(t.c.b)))\nop.execute(t.update().values(b=func.coalesce(t.c.b, 'x')))",
    T + "op.execute(sa.insert(t).values(a=1, b='x'))\nop.execute(sa.update(t).values(a=1))\nop.execute(sa.delete(t))",
    "t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer), sa.Column('b', sa.String(9)))\n"
    "op.execute(t.insert().values(b='x'))\nop.execute(t.update().where(t.c.a == 1).values(b='y'))",
    "op.execute(text('UPDATE t SET a = :x, b = :y').bindparams(x=\"it's\", y=2))",
    "op.execute(text('UPDATE t SET a = :x').bindparams(sa.bindparam('x', None)))",
    "op.create_table('t', sa.Column('a', sa.Text().with_variant(mysql.LONGTEXT(), 'mysql')))",
    "op.create_table('t', sa.Column('a', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), primary_key=True))",
    "op.execute('printed' if op.get_context().as_sql else 'sent')",
    "try:\n    op.execute('a')\nexcept Exception:\n    op.execute('b')\nelse:\n    op.execute('c')\nfinally:\n    op.execute('d')",
    "def f(x):\n    try:\n        if x > 1:\n            raise ValueError('big')\n        return 'small'\n    except ValueError as e:\n        return str(e)\nop.execute(f(1) + f(2))",
    "d = {k: v for k, v in [('a', 1), ('b', 2)]}\nop.execute('%s %s' % (sorted(d), max(d.values())))",
    "a = [1]\nb = a\nb += [2]\nop.execute(str(a) + repr('x') + str((1,)) + 'abc'[1:])",
    "s = {1, 2} - {2}\nop.execute(str(list(s)) + str(isinstance('a', str)) + str(int('4') + 1))",
]
# As people write them.
BODIES += [
    "def cols() -> list:\n    return [sa.Column('id', sa.Integer(), primary_key=True), sa.Column('n', sa.String(length=10), nullable=False)]\n"
    "op.create_table('t', *cols(), mysql_engine='InnoDB')",
    "LENGTHS: dict = {'a': 10, 'b': 20}\nfor (name, length) in sorted(LENGTHS.items()):\n    op.add_column('t', sa.Column(name, sa.String(length)))",
    "for a, b in zip(['x', 'y'], ('p', 'q')):\n    op.execute(f\"UPDATE t SET {a} = '{b}'\")",
    "for i, (a, b) in enumerate([('x', 1), ('y', 2)], start=1):\n    op.execute(f'SELECT {i} {a} {b!r}')",
    "op.execute('SELECT %s' % '/'.join(reversed('a,b,c'.split(','))))",
    "op.execute(f'SELECT {list(range(9, 0, -3))} {list(range(1, 6, 2))} {list(range(5, 1))}')",
    "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nop.execute(f'SELECT {f(5)}')",
    "for n in ('a', 'b'):\n    if n == 'z':\n        break\nelse:\n    op.execute('SELECT 9')",
    "x = {'k': [('a', sa.Integer), ('b', sa.Text)]}\nfor n, t in x['k']:\n    op.add_column('t', sa.Column(n, t(), nullable=True))",
    "op.create_table('t', *[sa.Column(n, sa.Integer) for n in 'ab'], **{'mysql_engine': 'InnoDB'})",
    "op.execute(f'SELECT {not []} {bool([])} {None or 5} {0 or \"\" or \"z\"} {1 < 2 < 3} {1 not in [2]} {min(3, 1)} {all([])}')",
    "with op.batch_alter_table('t', schema=None) as b, op.batch_alter_table('u') as c:\n    b.drop_column('x')\n    c.drop_column('y')",
    "def parts(all, size):\n    for i in range(0, len(all), size):\n        yield all[i:i + size]\nfor one in parts([1, 2, 3], 2):\n    op.execute(f'SELECT {one}')",
]

# What Python does that is easily taken for something else.
BODIES += [
    "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)\nf(1)\nop.execute(f'SELECT {f(2)}')",
    "n = 1\ndef f(x=n):\n    return x\nn = 2\nop.execute(f'SELECT {f()}')",
    "fs = [lambda x=x: x for x in range(3)]\ngs = []\nfor x in range(3):\n    gs.append(lambda: x)\nop.execute(f'SELECT {fs[0]()} {gs[0]()}')",
    "names = ['a', 'b', 'c', 'd']\nfor n in names:\n    names.remove(n)\nop.execute('SELECT ' + ', '.join(names))",
    "names = ['a']\nfor n in names:\n    if len(names) < 4:\n        names.append(n + 'x')\nop.execute('SELECT ' + ', '.join(names))",
    "d = {'a': 1}\nfor k in d:\n    d['b'] = 2\nop.execute('SELECT 1')",
    "s = {1}\nt = s\ns |= {2}\nt -= {1}\nop.execute(f'SELECT {sorted(s)}')",
    "s = {1}\ns.remove(2)\nop.execute('SELECT 1')",
    "op.execute(f'SELECT {1 == 1.0} {[1, 2] == [1.0, 2]} {2 in (1.0, 2.0)} {1 == 1.5}')",
    "op.execute('SELECT %s %s %s' % (set('ab') == {'b', 'a'}, {'a': [1]} == {'a': [1]}, {'a': 1} == {'a': 2}))",
    "t = sa.Text\nop.execute(f'SELECT {t == sa.Text} {t in (sa.String, sa.Text)} {sa.String == sa.Text}')",
    "g = (x for x in [])\nif g:\n    op.execute('SELECT 1')\nif not range(0) and not {}.keys():\n    op.execute('SELECT 2')",
    "d = dict([('a', 1)], b=2)\ne = dict(d, a=3)\nop.execute(f'SELECT {list(d.items())} {list(e.values())} {dict(zip([1], [2]))[1]}')",
    "op.execute('SELECT %s' % list(zip([1, 2], 'a b'.split(), (True, False))))",
    "x = -(-1.5)\nt = table('t', column('a', sa.Float))\nop.execute(t.update().values(a=x))",
    "try:\n    raise KeyError('x')\nexcept KeyError as e:\n    op.execute('SELECT ' + str(e))",
    "op.execute('SELECT ' + repr('gr\u00fc\u00df'))",
]
# Tables whose parts do not fit together, and parts that mean nothing.
BODIES += [
    "t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.String(9)))\n"
    "op.bulk_insert(t, [{'id': 1, 'n': 'a'}, {'id': 2, 'n': 'b'}])\nop.execute(t.update().where(t.c.id == 1).values(n='x'))",
    "op.drop_table(None)", "op.execute(None)", "op.add_column('t', None)", "op.add_column(None, sa.Column('a', sa.Integer))",
    "op.bulk_insert(None, [{'a': 1}])", "op.alter_column('t', None, type_=sa.Integer)", "op.create_foreign_key('fk', 't', None, ['a'], ['b'])",
    "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('b'))",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.UniqueConstraint('b'))",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.Index('ix', 'b'))",
    "op.create_table('t', sa.Column('a', sa.Integer), sa.ForeignKeyConstraint(['b'], ['p.id']))",
    "op.create_foreign_key('fk', 't', 'p', ['a', 'b'], ['id'])", "op.add_column('t', sa.Column('a', sa.String(0)))",
    "op.alter_column('t', 'a', server_default=sa.func.now(), existing_type=sa.TIMESTAMP)",
    "op.alter_column('t', 'a', existing_type=sa.Integer, comment='')",
    "op.create_table('t', sa.Column('a', mysql.DATETIME(fsp=0)), sa.Column('b', sa.Text(0)), sa.Column('c', sa.CHAR(0)), sa.Column('d', mysql.BIT(0)))",
    "t = table('t', column('a', sa.Boolean), column('b', sa.Integer))\n"
    "op.execute(t.update().where(t.c.a).values(b=1))\nop.execute(t.update().where(and_(~t.c.a, t.c.b)).values(b=1))",
]

CASES = [column(one) for one in TYPES + COLUMNS] + BODIES
