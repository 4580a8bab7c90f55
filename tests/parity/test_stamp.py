"""stamp and ensure_version: the version table as Alembic leaves it."""

from graphs import A, ACCOUNT, B, C, CART, ROOT
from harness import equal, expect, row

TIP, SHOP = "2a95102259be", "d747a8a88790"


@row(85, "stamp: the table of section 3.9")
@row(86, "stamp: log lines")
def stamp(world):
    br, dep = world.twins("BR"), world.twins("DEP")
    for rows, targets in (((), ("heads",)), ((ROOT,), (CART, ACCOUNT)), ((CART, ACCOUNT), (CART,)),
                          ((CART,), (ACCOUNT,)), ((CART, ACCOUNT), (ROOT,)), ((), (ROOT,)),
                          ((CART, ACCOUNT), ("shoppingcart@base",)), ((ROOT,), ("shop",)), ((), ("27",)),
                          ((), ("shoppingcart@head",))):
        br.moved(rows, "stamp", *targets)
    for rows, targets in (((TIP,), ("55af",)), ((TIP, SHOP), (ROOT,)), ((), ("heads",)), ((SHOP,), ("networking",))):
        dep.moved(rows, "stamp", *targets)
    world.twins("EFF").moved(("b2bbbbbb0002",), "stamp", "B@base")
    for rows, target in (((), "head"), ((A,), "head"), ((C,), A), ((C,), "base"), ((B,), B)):
        world.twins("LIN").moved(rows, "stamp", target)


@row(85, "D7: a revision and its own ancestor are not stamped together")
def nested(world):
    # Alembic writes rows that the next upgrade refuses.
    for rows, targets in (((), (ROOT, CART)), ((CART, ACCOUNT), (ROOT, CART))):
        twins = world.twins("BR").rows(*rows)
        before = twins.state("dbmig")
        answer = world.dbmig.run(twins.folders["dbmig"], "stamp", *targets)
        expect(not answer.ok, f"{targets}: {answer}")
        equal(before, twins.state("dbmig"), targets)


@row(87, "stamp: unknown and ambiguous")
def refusals(world):
    world.twins("BR").stuck((ROOT,), "stamp", "nope")
    world.twins("BR").stuck((ROOT,), "stamp", "head")
    for spec in ("+1", "current"):
        world.twins("LIN").stuck((A,), "stamp", spec)


@row(88, "stamp --purge")
def purge(world):
    for rows, target in ((("deadbeef0000",), "head"), ((A, B), B), ((), "head")):
        world.twins("LIN").moved(rows, "stamp", "--purge", target)


@row(88, "stamp --purge base: dbmig says which rows go, Alembic takes them in silence")
def purge_to_base(world):
    twins = world.twins("LIN").rows(C)
    theirs, ours = twins.both("stamp", "--purge", "base")
    equal(([], [f"Running stamp_revision {C} -> "]), (theirs.running, ours.running), "log lines")
    equal(twins.state("alembic"), twins.state("dbmig"), "the databases")
    twins.fresh()


@row(88, "D4: stamp --purge with a typo takes nothing away")
def purge_typo(world):
    # Alembic empties the table first and looks for the revision then.
    world.twins("LIN").stuck((B,), "stamp", "--purge", "nope", says="nope")


@row(89, "stamp base, label@base")
def base(world):
    world.twins("BR").moved((CART, ACCOUNT), "stamp", "base")
    world.twins("BR").moved((CART, ACCOUNT), "stamp", "shoppingcart@base")
    world.twins("ROOTS").moved(("122222222222", "222222222222"), "stamp", "two@base")


@row(91, "version table: SHOW CREATE TABLE")
def version_table(world):
    twins = world.twins("LIN").fresh()
    twins.same("stamp", "base")
    texts = [world.query(d, "SHOW CREATE TABLE alembic_version")[0][1] for d in twins.databases.values()]
    equal(*texts, "SHOW CREATE TABLE")


@row(93, "each edit has to match one row")
def row_count(world):
    twins = world.twins("LIN").fresh()
    for database in twins.databases.values():
        world.query(database, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        world.query(database, f"CREATE TABLE t_{A} (i INT)")
        world.query(database, f"INSERT INTO alembic_version VALUES ('{A}'), ('{A}')")
    theirs, ours = twins.both("upgrade", "+1")
    expect(not theirs.ok and not ours.ok, f"{theirs}\n{ours}")
    twins.fresh()



@row(103, "failure in the middle of a run")
def failure(world):
    twins = world.twins("LIN").rows()
    for database in twins.databases.values():  # The second step meets a column that is there.
        world.query(database, f"CREATE TABLE t_{A} (i INT, note INT)")
        world.query(database, f"INSERT INTO alembic_version VALUES ('{A}')")
    twins._state = None
    theirs, ours = twins.both("upgrade", "head")
    equal((1, ""), (theirs.status, theirs.stdout), "Alembic")
    equal((2, ""), (ours.status, ours.stdout), "dbmig")
    equal(twins.state("alembic"), twins.state("dbmig"), "the databases")
    twins.fresh()


@row(105, "the row is committed with its step")
def earlier_steps_stay(world):
    twins = world.twins("LIN").rows()
    for database in twins.databases.values():
        world.query(database, f"CREATE TABLE t_{A} (i INT)")
        world.query(database, f"ALTER TABLE t_{A} ADD COLUMN note INT, ADD INDEX i_note (note)")
        world.query(database, f"ALTER TABLE t_{A} DROP COLUMN note, ADD COLUMN other INT, ADD INDEX i_note (other)")
        world.query(database, f"INSERT INTO alembic_version VALUES ('{A}')")
    twins._state = None
    theirs, ours = twins.both("upgrade", "head")  # The index's name is taken.
    expect(not theirs.ok and not ours.ok, f"{theirs}\n{ours}")
    equal(theirs.running, ours.running, "steps")
    equal([B], [r for r, in twins.state("dbmig")[0]], "rows")
    equal(twins.state("alembic"), twins.state("dbmig"), "the databases")
    twins.fresh()
