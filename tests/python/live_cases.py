"""Pairs of upgrade() and downgrade() that the database steers: both tools have to leave the same tables and rows."""

HEAD = """from alembic import context, op
import logging
import sqlalchemy as sa
from sqlalchemy import case, exc, func, inspect, select, text
from sqlalchemy.engine import reflection
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.sql import column, table

log = logging.getLogger(__name__)
people = table('people', column('id', sa.Integer), column('name', sa.String), column('age', sa.Integer),
               column('born', sa.Date), column('paid', sa.Numeric), column('tag', sa.LargeBinary))


def has_column(name, its_column):
    bind = op.get_bind()
    return bind.execute(text("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() "
                             "AND table_name = :t AND column_name = :c"), {"t": name, "c": its_column}).scalar() > 0
"""

# What all of them start from.
START = """op.create_table('people',
    sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(40), nullable=False),
    sa.Column('age', sa.Integer), sa.Column('born', sa.Date), sa.Column('paid', sa.Numeric(8, 2)),
    sa.Column('tag', sa.BINARY(2)), sa.UniqueConstraint('name', name='uq_people_name'))
op.create_table('pets', sa.Column('id', sa.Integer, primary_key=True), sa.Column('owner', sa.Integer),
    sa.ForeignKeyConstraint(['owner'], ['people.id'], name='fk_owner', ondelete='CASCADE'))
op.create_index('ix_age', 'people', ['age', 'born'])
op.create_table('log', sa.Column('id', sa.Integer, primary_key=True), sa.Column('line', sa.String(200)))
op.bulk_insert(people, [{'id': 1, 'name': 'ann', 'age': 30, 'born': '1990-02-03', 'paid': 1.5},
                        {'id': 2, 'name': "o'hara", 'age': 20, 'born': None, 'paid': 0},
                        {'id': 3, 'name': 'b\\\\c %s :x', 'age': None, 'born': None, 'paid': None}])
op.get_bind().execute(text("UPDATE people SET tag = X'00ff' WHERE id = 1"))"""

WRITE = "def write(line):\n    op.get_bind().execute(text('INSERT INTO log (line) VALUES (:l)'), {'l': str(line)})\n"

CASES = [
    # Results of queries.
    "n = op.get_bind().execute(text('SELECT COUNT(*) FROM people')).scalar()\nwrite(n)\nif n > 2:\n    write('many')",
    "for row in op.get_bind().execute(text('SELECT id, name FROM people ORDER BY id')):\n    write(f'{row[0]} {row.name} {row[\"name\"]} {len(row)}')",
    "for i, n in op.get_bind().execute(text('SELECT id, name FROM people ORDER BY id')).fetchall():\n    write('%s-%s' % (i, n))",
    "r = op.get_bind().execute(text('SELECT id FROM people ORDER BY id'))\nwrite(r.fetchone()[0])\nwrite(len(r.fetchmany(1)))\nwrite(r.fetchall()[-1].id)\nwrite(r.fetchone())",
    "write(op.get_bind().execute(text('SELECT id FROM people WHERE id = 99')).first())\nwrite(op.get_bind().execute(text('SELECT id FROM people WHERE id = 99')).scalar())",
    "write(op.get_bind().execute(text('SELECT id FROM people ORDER BY id')).scalars().all())",
    "for m in op.get_bind().execute(text('SELECT id, name FROM people ORDER BY id')).mappings():\n    write(m['name'] + str(m['id']))",
    "write(list(op.get_bind().execute(text('SELECT id, age FROM people ORDER BY id')).keys()))",
    "write(op.get_bind().execute(text('SELECT name FROM people WHERE id = 1')).one().name)",
    "write(op.get_bind().execute(text('SELECT name FROM people WHERE id = 1')).scalar_one())",
    "write(op.get_bind().scalar(text('SELECT MAX(age) FROM people')))",
    "r = op.get_bind().execute(text('SELECT born, paid, NOW() > born FROM people WHERE id = 1')).first()\nwrite(r[0])\nwrite(r.paid)\nwrite(r[2])",
    "r = op.get_bind().execute(text('SELECT born, tag FROM people WHERE id = 1')).first()\nop.get_bind().execute(text('UPDATE people SET born = :b, tag = :t WHERE id = 2'), {'b': r.born, 't': r.tag})\nwrite(r.tag.hex())",
    "write(op.get_bind().execute(text('UPDATE people SET age = 20 WHERE id < 3')).rowcount)\nwrite(op.get_bind().execute(text('DELETE FROM people WHERE id = 3')).rowcount)",
    "rows = {r.id: r.name for r in op.get_bind().execute(text('SELECT id, name FROM people'))}\nwrite(sorted(rows.keys()))\nwrite(rows[1])",
    "names = [r[0] for r in op.get_bind().execute('SELECT name FROM people ORDER BY id') if r[0] != 'ann']\nwrite(names)",
    "ids = set(r[0] for r in op.get_bind().execute(text('SELECT id FROM people')))\nwrite(len(ids - {1, 7}))\nwrite(2 in ids)",
    "total = 0\nfor row in op.get_bind().execute(text('SELECT age FROM people WHERE age IS NOT NULL')):\n    total += row.age\nwrite(total)",
    "r = op.get_bind().execute(text('SELECT id FROM people')).fetchall()\nwhile len(r) > 1:\n    r = r[1:]\nwrite(len(r))",
    "for name in op.get_bind().execute(text('SELECT name FROM people ORDER BY id')).scalars():\n    write(name)",
    "ids = op.get_bind().execute(text('SELECT id FROM people ORDER BY id')).scalars()\nwrite(list(ids))",
    "write('ann' in op.get_bind().execute(text('SELECT name FROM people')).scalars())",
    "for m in op.get_bind().execute(text('SELECT id, name FROM people ORDER BY id')).mappings():\n    write((m.get('name'), dict(m)['id'], list(m.items())))",
    "for r in op.get_bind().execute(text('SELECT id, name FROM people ORDER BY id')):\n    write((dict(r)['id'], r._asdict()['name']))",
    "n = op.get_bind().execute(text('SELECT CAST(2 AS DECIMAL(5,2)), CAST(1.1 AS DECIMAL(5,2)), CAST(0.5 AS DECIMAL(5,2))')).first()\n"
    "write((n[0] == 2, n[0] in (1, 2), n[0] == 2.0, n[1] == 1, -n[2] == -n[2]))\nwrite(-n[1])",
    "t = op.create_table('made', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.String(10), server_default='q'))\n"
    "op.bulk_insert(t, [{'id': 5}, {'id': 6}])\nop.execute(t.update().where(t.c.id == 6).values(n='p'))",
    "i = inspect(op.get_bind())\nwrite([c['name'] for c in i.get_columns('people') if 'autoincrement' in c])",
    "try:\n    op.drop_index('nope', 'people')\nexcept OperationalError as e:\n    write(e.args[0])",
    # Parameters.
    "op.execute(text('INSERT INTO log (line) VALUES (:a), (:b)').bindparams(a=\"it's\", b=None))",
    "op.execute(text('INSERT INTO log (line) VALUES (:a)').bindparams(sa.bindparam('a', 'x\\\\y', type_=sa.String)))",
    "op.get_bind().execute(text('INSERT INTO log (line) VALUES (:a)'), a='50% :b')",
    "op.get_bind().execute(text('INSERT INTO log (line) VALUES (:a)'), [{'a': 1}, {'a': 2.5}, {'a': True}])",
    "write(op.get_bind().execute(text('SELECT COUNT(*) FROM people WHERE id IN :ids').bindparams(sa.bindparam('ids', [1, 2], expanding=True))).scalar())",
    "op.get_bind().execute(people.insert(), [{'id': 8, 'name': 'x'}, {'id': 9, 'name': 'y'}])",
    "op.get_bind().execute(people.insert().values(id=7, name='seven', age=7))",
    "op.get_bind().execute(people.update().where(people.c.id == 1).values(name='anna', age=None))",
    "op.get_bind().execute(people.delete().where((people.c.id == 1) | ~(people.c.id < 3)))",
    # select().
    "for row in op.get_bind().execute(people.select().where(people.c.age > 1).order_by(people.c.id.desc())):\n    write(row.name)",
    "for row in op.get_bind().execute(select([people.c.id, people.c.name]).where(people.c.age != None).order_by(people.c.name).limit(1)):\n    write(row[people.c.name])",
    "write(op.get_bind().execute(select([func.count()]).select_from(people)).scalar())\nwrite(op.get_bind().execute(sa.select(func.max(people.c.age).label('m'))).first().m)",
    "write(op.get_bind().execute(select([func.count(people.c.id)]).where(people.c.name.in_(['ann', 'bob'])).where(people.c.id.between(1, 2))).scalar())",
    "write(op.get_bind().execute(select([people.c.age]).distinct().where(sa.not_(people.c.name.like('a%')))).fetchall()[0].age)",
    "pets = table('pets', column('id'), column('owner'))\nop.get_bind().execute(pets.insert().values(id=1, owner=1))\nj = people.join(pets, people.c.id == pets.c.owner)\nwrite(op.get_bind().execute(select([people.c.name]).select_from(j)).scalar())",
    # The inspector.
    "i = inspect(op.get_bind())\nwrite([t for t in i.get_table_names() if t != 'alembic_version'])\nwrite(i.has_table('pets'))\nwrite(i.has_table('nope'))",
    "i = Inspector.from_engine(op.get_bind())\nif 'people' in i.get_table_names():\n    write('there')\n    write('later')\nelse:\n    op.create_table('people2', sa.Column('id', sa.Integer))",
    "i = reflection.Inspector.from_engine(op.get_bind())\nwrite([c['name'] for c in i.get_columns('people')])\nwrite([c['nullable'] for c in i.get_columns('people')])",
    "i = inspect(op.get_bind())\nwrite([(x['name'], x['column_names'], x['unique']) for x in i.get_indexes('people')])\nwrite([(x['name'], x['column_names']) for x in i.get_unique_constraints('people')])",
    "i = inspect(op.get_bind())\nwrite(i.get_pk_constraint('people')['constrained_columns'])\nfor k in i.get_foreign_keys('pets'):\n    write((k['name'], k['constrained_columns'], k['referred_table'], k['referred_columns'], k['options'].get('ondelete')))",
    "i = inspect(op.get_bind())\nwrite(len(i.get_columns('people')))\nop.add_column('people', sa.Column('more', sa.Integer))\nwrite(len(i.get_columns('people')))\nwrite(len(inspect(op.get_bind()).get_columns('people')))",
    "if not has_column('people', 'nick'):\n    op.add_column('people', sa.Column('nick', sa.String(5)))\nif not has_column('people', 'nick'):\n    write('never')\nif has_column('people', 'age'):\n    op.drop_index('ix_age', 'people')\n    op.drop_column('people', 'age')",
    "write(op.get_bind().dialect.has_table(op.get_bind(), 'pets'))",
    "try:\n    inspect(op.get_bind()).get_columns('nope')\nexcept exc.NoSuchTableError:\n    write('no such table')",
    "t = sa.Table('people', sa.MetaData(), autoload_with=op.get_bind())\nwrite('nick' in t.c)\nop.execute(t.update().where(t.c.id == 1).values(name='anne'))",
    # Reflection.
    "m = sa.MetaData(bind=op.get_bind())\nm.reflect()\nnames = [t for t in m.tables if t != 'alembic_version']\nwrite(sorted(names))\nlines = []\nfor name in sorted(names):\n    t = m.tables[name]\n"
    "    write([c.name for c in t.c])\n    for i in t.indexes:\n        lines.append(str((t.name, i.name, bool(i.unique), [c.name for c in i.columns])))\n"
    "write(sorted(lines))",
    "m = sa.MetaData()\nm.reflect(bind=op.get_bind(), only=['people'])\nfor i in m.tables['people'].indexes:\n    if i.name.startswith('ix_'):\n"
    "        op.drop_index(i.name, table_name='people')\nwrite('pets' in m.tables)",
    "t = sa.Table('people', sa.MetaData(), autoload_with=op.get_bind())\nfor i in t.indexes:\n    if not i.unique:\n        op.drop_index(i.name, t.name)",
    # Generators.
    "def chunks(all, size):\n    for i in range(0, len(all), size):\n        yield all[i:i + size]\n"
    "ids = {r[0] for r in op.get_bind().execute(text('SELECT id FROM people'))}\nfor part in chunks(sorted(ids), 2):\n"
    "    op.execute('UPDATE people SET age = %d WHERE id IN (%s)' % (len(part), ', '.join(str(i) for i in part)))",
    "def evens():\n    n = 0\n    while True:\n        if n > 6:\n            return\n        yield n\n        n += 2\nwrite(list(evens()))\n"
    "write(max(evens()))\ndef none():\n    if False:\n        yield 1\nwrite(list(none()))",
    # Loops that end when there is nothing left to do.
    "while True:\n    r = op.get_bind().execute(text('UPDATE people SET age = 99 WHERE age < 99 LIMIT 1'))\n    if r.rowcount == 0:\n        break\nwrite('done')",
    "while op.get_bind().execute(text('SELECT COUNT(*) FROM people')).scalar() > 1:\n    op.execute('DELETE FROM people ORDER BY id DESC LIMIT 1')",
    "for name in ('nick', 'age'):\n    if has_column('people', name):\n        continue\n    elif name == 'x':\n        break\n    else:\n"
    "        op.add_column('people', sa.Column(name, sa.Integer))\n        continue\nwrite('after')",
    # Exceptions.
    "try:\n    op.drop_table('nope')\nexcept OperationalError:\n    write('operational')\nelse:\n    write('dropped')\nfinally:\n    write('at last')",
    "try:\n    op.drop_table('pets')\nexcept OperationalError:\n    write('operational')\nelse:\n    write('dropped')",
    "try:\n    op.create_table('people', sa.Column('id', sa.Integer))\nexcept (ProgrammingError, OperationalError) as e:\n    write(e.orig.args[0])",
    "try:\n    op.get_bind().execute(people.insert().values(id=1, name='twice'))\nexcept IntegrityError as e:\n    write('Duplicate' in str(e))",
    "try:\n    op.get_bind().execute(text('SELECT * FROM nope')).fetchall()\nexcept ProgrammingError as e:\n    write(e.orig.args[0])",
    "try:\n    op.add_column('people', sa.Column('age', sa.Integer))\nexcept SQLAlchemyError:\n    pass\nop.add_column('people', sa.Column('height', sa.Integer))",
    "try:\n    try:\n        op.drop_column('people', 'nope')\n    except IntegrityError:\n        write('no')\nexcept Exception as e:\n    write(e.orig.args[0])",
    "def careful():\n    try:\n        op.drop_index('nope', 'people')\n        return 'gone'\n    except OperationalError:\n        return 'was not'\n    finally:\n        write('tried')\nwrite(careful())",
    "for name in ('nope', 'ix_age'):\n    try:\n        op.drop_index(name, table_name='people')\n    except exc.DatabaseError:\n        continue\n    write(name)",
    "try:\n    raise ValueError('x', 1)\nexcept ValueError as e:\n    write(e.args)",
    "with op.batch_alter_table('people') as batch_op:\n    batch_op.add_column(sa.Column('b1', sa.Integer))\n    if not has_column('people', 'b1'):\n        write('not yet')\nwrite(has_column('people', 'b1'))",
    # Where a run is.
    "if context.is_offline_mode():\n    write('offline')\nelse:\n    write('live')\nwrite(op.get_context().as_sql)\nwrite(op.get_bind().dialect.name)\nlog.info('x %s', 1)\nprint('a line')",
    "c = op.get_context()\nwrite(c.bind.execute(text('SELECT 1')).scalar())\nwrite(c.dialect.name)",
    # Python.
    "a = [3, 1, 2]\nb = a\na += [5]\nwrite(b)\nwrite(sorted(a, reverse=True)[:2])\nwrite(max(a))\nwrite(any(x > 4 for x in a))\nwrite('abc'[1] + 'abc'[-1:])\nwrite(int('7') + 1)\nwrite(isinstance(a, list))",
    "d = dict(a=1)\nd.update({'b': 2})\nwrite({k: v * 2 for k, v in d.items()}['b'])\nwrite(d.pop('a'))\nwrite(list(d))\ns = {1, 2, 2}\ns.add(3)\nwrite(len(s))",
]
