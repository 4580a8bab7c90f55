"""Cases of Python revisions that the database steers: what they asked and what was refused decides what they send.

A run that goes on with one has to send what the first one would have sent. So most of them change what they
asked about, and would go another way if they asked again.
"""

from case import Case
from zoo_tables import COUNTER, ROWS

PLUS = 'op.execute("UPDATE counter SET n = n + 1")\n'
LOG = "CREATE TABLE log (id INT PRIMARY KEY, line VARCHAR(200));"


def case(name, up, down, setup, holds="", may_stop=""):
    return Case(name, up, down, setup, holds=holds, python=True, may_stop=may_stop)


CASES = [
    case("python", ["""
op.create_table("p", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("n", sa.Integer()))
op.execute("UPDATE counter SET n = n + 1")
op.add_column("t", sa.Column("c", sa.String(20), nullable=True))
op.create_index("ix_t_n", "t", ["n"])
op.execute("UPDATE counter SET n = n + 1")""", """
for name in ("d", "e"):
    op.add_column("t", sa.Column(name, sa.Integer(), nullable=True))
    op.execute("UPDATE counter SET n = n + 1")"""], ["""
op.execute("UPDATE counter SET n = n + 1")
op.drop_index("ix_t_n", table_name="t")
op.drop_column("t", "c")
op.drop_table("p")""", """
op.drop_column("t", "e")
op.drop_column("t", "d")"""], ROWS + COUNTER, holds="SELECT n = 4 FROM counter"),

    case("python-refused-in-part", f"""
try:
    op.execute("DROP TABLE a, nothing")
except SQLAlchemyError:
    {PLUS}
try:
    op.execute("DROP TABLE z, p")
except SQLAlchemyError:
    {PLUS}
op.execute("DROP TABLE c")
op.execute("DROP TABLE p")""", "pass", COUNTER + """CREATE TABLE a (x INT); CREATE TABLE z (x INT);
CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (id INT, FOREIGN KEY (id) REFERENCES p (id));""",
         "SELECT n = 2 FROM counter"),
    case("python-query-that-writes", f"""
n = ask("SELECT f()")
{PLUS}
op.execute(f"UPDATE counter SET n = n + {{n}}")
op.add_column("t", sa.Column("c", sa.Integer()))
{PLUS}""", """
op.drop_column("t", "c")""", ROWS + COUNTER + "CREATE TABLE m (n INT) ENGINE = MyISAM;"
         "CREATE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN INSERT INTO m VALUES (1); RETURN 5; END;",
         "SELECT n = 7 AND (SELECT COUNT(*) FROM m) = 1 FROM counter",
         "what a query has changed without a transaction leaves no trace"),

    # Asked again, n would be another one, and the second table would get it.
    case("python-answer", f"""
n = ask("SELECT n FROM counter")
{PLUS}
op.create_table(f"first{{n}}", sa.Column("n", sa.Integer()))
write(n)
{PLUS}
op.create_table(f"second{{n}}", sa.Column("n", sa.Integer()))
write(ask("SELECT n FROM counter"))
write(n)""", f"""
n = ask("SELECT COUNT(*) FROM log")
op.execute("DELETE FROM log WHERE id = 3")
op.drop_table("first0")
{PLUS}
write(n)
op.drop_table("second0")
write(ask("SELECT COUNT(*) FROM log"))""", COUNTER + LOG, "SELECT GROUP_CONCAT(line ORDER BY id) = '0,2,0' FROM log"),

    # Each column that is asked about is added by the revision itself.
    case("python-inspector", f"""
for name in ("n", "c", "d"):
    if name not in columns("t"):
        op.add_column("t", sa.Column(name, sa.Integer()))
        {PLUS}
i = inspect(op.get_bind())
if not i.has_table("p"):
    op.create_table("p", sa.Column("id", sa.Integer(), primary_key=True))
    {PLUS}
if [each for each in i.get_indexes("t") if each["name"] == "i"] == []:
    op.create_index("i", "t", ["c"])
    {PLUS}
write(columns("t"))""", f"""
i = inspect(op.get_bind())
if "p" in i.get_table_names():
    op.drop_table("p")
for each in inspect(op.get_bind()).get_indexes("t"):
    op.drop_index(each["name"], "t")
while len(columns("t")) > 2:
    op.drop_column("t", columns("t")[-1])
    {PLUS}
write(columns("t"))""", ROWS + COUNTER + LOG, "SELECT n = 4 FROM counter"),

    # What was refused stays refused: the tables that come later would let it pass.
    case("python-refused", f"""
try:
    op.drop_table("q")
    write("dropped")
except (OperationalError, ProgrammingError) as error:
    write(error.orig.args[0])
op.create_table("q", sa.Column("id", sa.Integer(), primary_key=True))
{PLUS}
try:
    op.create_index("i", "q", ["none"])
except OperationalError:
    op.create_index("i", "q", ["id"])
{PLUS}
try:
    op.create_index("i", "q", ["id"])
except SQLAlchemyError as error:
    write(error.orig.args[0])
    {PLUS}
op.add_column("q", sa.Column("none", sa.Integer()))""", f"""
for name in ("nothing", "q", "q"):
    try:
        op.drop_table(name)
    except SQLAlchemyError:
        {PLUS}
        continue
    write(name)""", COUNTER + LOG, "SELECT n = 3 FROM counter"),

    # A refused row leaves what came before it in the transaction; a refused table may commit it.
    case("python-refused-row", f"""
{PLUS}
try:
    op.execute("INSERT INTO t VALUES (1, 1)")
except IntegrityError as error:
    op.execute("UPDATE t SET n = n + 1 WHERE id = 1")
    {PLUS}
op.execute("INSERT INTO t VALUES (4, 4)")
try:
    op.execute("INSERT INTO t VALUES (4, 4)")
except IntegrityError:
    {PLUS}
try:
    op.execute("CREATE TABLE t (x INT)")
except OperationalError:
    {PLUS}
op.execute("DELETE FROM t WHERE id = 1")
op.add_column("t", sa.Column("c", sa.Integer()))
{PLUS}""", f"""
op.execute("INSERT INTO t (id, n) VALUES (1, 10)")
try:
    op.execute("INSERT INTO t (id, n) VALUES (1, 10)")
except IntegrityError:
    op.drop_column("t", "c")
{PLUS}
try:
    op.drop_column("t", "c")
except OperationalError:
    op.execute("DELETE FROM t WHERE id = 4")
{PLUS}""", ROWS + COUNTER, "SELECT n = 5 FROM counter"),

    # The query itself is refused, until the revision has made its table.
    case("python-refused-query", f"""
try:
    n = ask("SELECT COUNT(*) FROM q")
except ProgrammingError as error:
    n = -1
    op.create_table("q", sa.Column("id", sa.Integer(), primary_key=True))
    {PLUS}
try:
    inspect(op.get_bind()).get_columns("r")
except exc.NoSuchTableError:
    op.create_table("r", sa.Column("id", sa.Integer(), primary_key=True))
    {PLUS}
write(n)
op.add_column("q", sa.Column("c", sa.Integer()))
write(ask("SELECT COUNT(*) FROM q"))""", f"""
for name in ("r", "q"):
    op.drop_table(name)
    try:
        ask("SELECT COUNT(*) FROM q")
    except ProgrammingError:
        {PLUS}""", COUNTER + LOG, "SELECT n = 2 FROM counter"),

    # Rows that are read decide on rows that are written, with tables changed in between.
    case("python-rows", f"""
for row in op.get_bind().execute(text("SELECT id, n FROM t ORDER BY id")).fetchall():
    if row.n > 15:
        op.get_bind().execute(text("UPDATE t SET n = :n WHERE id = :id"), {{"n": row.n * 2, "id": row.id}})
        {PLUS}
op.add_column("t", sa.Column("c", sa.Integer()))
names = {{row.id: row.n for row in op.get_bind().execute(text("SELECT id, n FROM t"))}}
for key in sorted(names.keys()):
    op.get_bind().execute(text("UPDATE t SET n = 0, c = :c WHERE id = :id"), {{"c": names[key] + len(names), "id": key}})
op.create_index("i", "t", ["c"])
write(ask("SELECT SUM(n) FROM t"))
op.bulk_insert(sa.table("t", sa.column("id"), sa.column("n")), [{{"id": i + 10, "n": n}} for i, n in names.items()])
{PLUS}""", f"""
keep = [row[0] for row in op.get_bind().execute(text("SELECT id FROM t WHERE id < 10"))]
op.get_bind().execute(text("DELETE FROM t WHERE id > 10"))
op.drop_index("i", "t")
for i in keep:
    op.get_bind().execute(text("UPDATE t SET n = c WHERE id = :i"), {{"i": i}})
op.drop_column("t", "c")
write(len(keep))""", ROWS + COUNTER + LOG, "SELECT SUM(c) = 119 FROM t"),

    # How many rows a statement found is an answer, too.
    case("python-rowcount", f"""
if op.get_bind().execute(text("UPDATE t SET n = n + 1 WHERE n < 25")).rowcount == 2:
    op.add_column("t", sa.Column("c", sa.Integer()))
    {PLUS}
found = op.get_bind().execute(text("DELETE FROM t WHERE n < 25")).rowcount
op.create_table("q", sa.Column("id", sa.Integer(), primary_key=True))
if found == 2:
    {PLUS}
op.execute(f"INSERT INTO q VALUES ({{found}})")
op.create_index("i", "q", ["id"])""", f"""
if op.get_bind().execute(text("DELETE FROM q")).rowcount == 1:
    op.drop_column("t", "c")
op.drop_table("q")
{PLUS}""", ROWS + COUNTER, "SELECT n = 2 FROM counter"),

    # The journal keeps a hash of a long answer, and asks again.
    case("python-long-answer", f"""
w = ask("SELECT w FROM b WHERE id = 1")
op.create_table("q", sa.Column("id", sa.Integer(), primary_key=True))
{PLUS}
op.get_bind().execute(text("INSERT INTO b VALUES (2, :w)"), {{"w": w + "y"}})
op.add_column("q", sa.Column("c", sa.Integer()))
write(len(w))""", f"""
op.execute("DELETE FROM b WHERE id = 2")
op.drop_table("q")
{PLUS}""", COUNTER + LOG + "CREATE TABLE b (id INT PRIMARY KEY, w LONGTEXT); INSERT INTO b VALUES (1, REPEAT('x', 300000));",
         "SELECT line = 300000 FROM log"),

    # Several revisions, on each of which the one before bears.
    case("python-revisions", [f"""
if ask("SELECT COUNT(*) FROM t") == 3:
    op.add_column("t", sa.Column("c", sa.Integer()))
    op.execute("INSERT INTO t (id) VALUES (4)")
{PLUS}""", f"""
if ask("SELECT COUNT(*) FROM t") == 4 and "c" in columns("t"):
    with op.batch_alter_table("t") as batch:
        batch.add_column(sa.Column("d", sa.Integer()))
        batch.create_index("i", ["c"])
    {PLUS}
    op.execute("INSERT INTO t (id) VALUES (5)")""", f"""
write(ask("SELECT COUNT(*) FROM t"))
op.execute("DELETE FROM t WHERE id = 5")
write(ask("SELECT COUNT(*) FROM t"))
op.rename_table("t", "u")
{PLUS}"""], ["""
if "c" in columns("t"):
    op.drop_column("t", "c")
op.execute("DELETE FROM t WHERE id > 3")""", f"""
if "d" in columns("t"):
    op.drop_index("i", "t")
    op.drop_column("t", "d")
{PLUS}""", f"""
if inspect(op.get_bind()).has_table("u"):
    op.rename_table("u", "t")
{PLUS}"""], ROWS + COUNTER + LOG, "SELECT GROUP_CONCAT(line ORDER BY id) = '5,4' FROM log"),
]
