"""upgrade and downgrade run the same steps, and leave the same rows and tables."""

from graphs import A, ACCOUNT, B, C, CART, MERGE, ROOT
from harness import equal, expect, row

TIP, DNS, SHOP, ACC = "2a95102259be", "29f859a13ea0", "d747a8a88790", "55af2cb1c267"
HEADS = {"LIN": (C,), "BR": (CART, ACCOUNT), "BRM": (MERGE,), "DEP": (TIP, SHOP), "EFF": ("b2bbbbbb0002",),
         "ROOTS": ("122222222222", "222222222222"), "THREE": ("cccc0001",), "CHAIN": ("k6666",),
         "NEEDED_PARENT": ("cccc1111",), "ONLY_NEEDS": ("bbbb1111",), "LABELS": ("eeee1111", "ffff2222")}



@row(1, "exit code 0, also when there is nothing to do")
def nothing_to_do(world):
    ours = world.twins("LIN").moved((C,), "upgrade", "head")
    equal([], ours.running, "steps")


@row(48, "upgrade head, heads, id, partial, label")
def upgrade(world):
    for spec in ("head", "heads", B, "b2b2", "a"):
        world.twins("LIN").moved((), "upgrade", spec)
    for spec in ("heads", CART, "shoppingcart", "ae10", "shop"):
        world.twins("BR").moved((), "upgrade", spec)
    for spec in ("networking", "2a95", "d7"):
        world.twins("DEP").moved((), "upgrade", spec)


@row(49, "upgrade: order of branches")
@row(50, "upgrade: order of many roots and dependencies")
def upgrade_heads(world):
    for name in HEADS:
        world.twins(name).moved((), "upgrade", "heads")


@row(51, "upgrade: several heads")
def several_heads(world):
    world.twins("BR").stuck((), "upgrade", "head")
    world.twins("EFF").stuck((), "upgrade", "head")
    world.twins("BR").stuck((), "upgrade", "1975@head")


@row(52, "upgrade label@head, @heads, @id")
def upgrade_in_branch(world):
    for spec in ("shoppingcart@head", "shoppingcart@heads", "shoppingcart@1975", "1975@heads", "ae10@head"):
        world.twins("BR").moved((), "upgrade", spec)
    for spec in ("low@heads", "left@eeee", "apart@head"):
        world.twins("LABELS").moved((), "upgrade", spec)


@row(53, "upgrade to an id that is not in the branch")
@row(54, "upgrade in an unknown branch")
def not_in_branch(world):
    for spec in ("shoppingcart@ae10", "foo", "shoppingcart@zzz"):
        world.twins("BR").stuck((), "upgrade", spec)
    # D9: a branch that does not exist has a message of its own.
    world.twins("BR").stuck((), "upgrade", "foo@head", says="No such branch: 'foo'")


@row(55, "upgrade +N")
def upgrade_steps(world):
    for rows, spec in (((), "+1"), ((), "+3"), ((A,), "+2"), ((B,), "+1")):
        world.twins("LIN").moved(rows, "upgrade", spec)
    for rows, spec in (((), "+9"), ((C,), "+1"), ((A,), "+3")):
        world.twins("LIN").stuck(rows, "upgrade", spec)


@row(56, "upgrade +N: which one")
def upgrade_which(world):
    world.twins("BR").stuck((ROOT,), "upgrade", "+1")
    world.twins("BR").stuck((CART, ACCOUNT), "upgrade", "+1")
    world.twins("ROOTS").stuck((), "upgrade", "+1")


@row(57, "upgrade label@+N")
def upgrade_branch_steps(world):
    for rows, spec in (((), "shoppingcart@+1"), ((), "shoppingcart@+2"), ((ROOT,), "shoppingcart@+1"),
                       ((ACCOUNT,), "shoppingcart@+1")):
        world.twins("BR").moved(rows, "upgrade", spec)
    for rows, spec in (((), "networking@+1"), ((), "networking@+4"), ((DNS,), "networking@+1"),
                       ((ROOT,), "shoppingcart@+2")):
        world.twins("DEP").moved(rows, "upgrade", spec)
    world.twins("DEP").stuck((), "upgrade", "networking@+5")


@row(58, "upgrade id+N, head-1, base+1")
def upgrade_absolute(world):
    for rows, spec in (((), f"{A}+1"), ((), "head-1"), ((), "base+1"), ((C,), f"{A}+1"), ((B,), "head-2"),
                       ((A,), "b2b2-1"), ((), "base+3")):
        world.twins("LIN").moved(rows, "upgrade", spec)
    world.twins("BR").moved((), "upgrade", "shoppingcart@1975+1")


@row(59, "upgrade -1, +0")
def upgrade_down(world):
    for spec in ("-1", "+0"):
        world.twins("LIN").stuck((B,), "upgrade", spec)


@row(60, "upgrade base, or to what is applied")
def upgrade_to_less(world):
    for spec in ("base", A):
        world.twins("LIN").moved((B,), "upgrade", spec)


@row(61, "upgrade a:b without --sql")
def ranges(world):
    for command in ("upgrade", "downgrade"):
        world.twins("LIN").stuck((B,), command, f"{A}:{B}")


@row(62, "prefixes")
def prefixes(world):
    for spec in ("a", "ab", "abcd1", "abcd2", "long", "longlabel", "l"):
        world.twins("PREFIXES").moved((), "upgrade", spec)


@row(63, "ambiguous prefixes")
def ambiguous(world):
    # D9: a message of its own, with the candidates.
    world.twins("PREFIXES").stuck((), "upgrade", "abcd", says="abcd")
    world.twins("PREFIXES").refused("show", "abc", says="abc")


@row(64, "case and spaces")
def exact(world):
    for spec in ("HEAD", " head", "head ", "A1A1"):
        world.twins("LIN").stuck((), "upgrade", spec)


@row(65, "downgrade -N, base")
def downgrade(world):
    for spec in ("-1", "-2", "-3", "base"):
        world.twins("LIN").moved((C,), "downgrade", spec)
    world.twins("LIN").moved((), "downgrade", "base")
    for name, rows in HEADS.items():
        world.twins(name).moved(rows, "downgrade", "base")


@row(66, "downgrade too far")
def too_far(world):
    world.twins("LIN").stuck((C,), "downgrade", "-9")
    world.twins("LIN").stuck((), "downgrade", "-1")


@row(67, "downgrade id, id-N, id+N")
def downgrade_absolute(world):
    for rows, spec in (((B,), f"{C}-1"), ((B,), "head-2"), ((C,), f"{A}+1"), ((C,), f"{B}-1"), ((C,), A), ((B,), B),
                       ((C,), "base+1")):
        world.twins("LIN").moved(rows, "downgrade", spec)


@row(68, "downgrade: walked too far")
def walked_too_far(world):
    world.twins("LIN").stuck((C,), "downgrade", "head-9")


@row(69, "downgrade to what is not below")
def not_below(world):
    world.twins("LIN").stuck((B,), "downgrade", C)
    world.twins("BR").stuck((CART,), "downgrade", ACCOUNT)


@row(70, "downgrade to the root of two branches")
def downgrade_both(world):
    for spec in (ROOT, f"{CART}-1"):
        world.twins("BR").moved((CART, ACCOUNT), "downgrade", spec)


@row(71, "downgrade label@id, label@-1")
def downgrade_one(world):
    for spec in ("shoppingcart@1975", "shoppingcart@-1", f"{CART}@-1"):
        world.twins("BR").moved((CART, ACCOUNT), "downgrade", spec)


@row(72, "downgrade label@base of a shared root")
@row(73, "downgrade label@base of its own root")
def downgrade_label_base(world):
    world.twins("BR").moved((CART, ACCOUNT), "downgrade", "shoppingcart@base")
    world.twins("DEP").moved((ACC, SHOP), "downgrade", "networking@base")
    world.twins("DEP").moved((TIP, SHOP), "downgrade", "networking@base")
    world.twins("ROOTS").moved(HEADS["ROOTS"], "downgrade", "uno@base")


@row(74, "downgrade with the wrong label")
def downgrade_wrong_label(world):
    world.twins("DEP").stuck((TIP, SHOP), "downgrade", "networking@1975")


@row(75, "downgrade -1 of two rows")
def downgrade_of_two(world):
    ours = world.twins("BR").moved((CART, ACCOUNT), "downgrade", "-1")
    text = "downgrade -1 from multiple heads is ambiguous"
    expect(text in ours.stderr, ours.stderr)


@row(76, "downgrade from a merge")
def downgrade_merge(world):
    world.twins("BRM").stuck((MERGE,), "downgrade", "-1")
    for spec in (CART, ACCOUNT, ROOT, "shoppingcart@1975"):
        world.twins("BRM").moved((MERGE,), "downgrade", spec)
    world.twins("THREE").moved(("cccc0001",), "downgrade", "bbbb0002")


@row(77, "downgrade takes dependents first")
def dependents(world):
    world.twins("DEP").moved((TIP,), "downgrade", ACCOUNT)
    world.twins("EFF").moved(HEADS["EFF"], "downgrade", "A@a1")
    world.twins("EFF").moved(("a2aaaaaa0002", "b1bbbbbb0001"), "downgrade", "A@-1")


@row(78, "downgrade to the tip of a dependency")
def dependency_tip(world):
    world.twins("DEP").stuck((TIP,), "downgrade", ACC)


@row(79, "downgrade head, heads")
def downgrade_head(world):
    world.twins("LIN").stuck((B,), "downgrade", "head")
    world.twins("LIN").moved((C,), "downgrade", "head")
    for spec in ("head", "heads", "shoppingcart@head"):
        world.twins("BR").stuck((CART, ACCOUNT), "downgrade", spec)


@row(80, "rows: a line, step by step")
def rows_of_a_line(world):
    for rows in ((), (A,), (B,)):
        world.twins("LIN").moved(rows, "upgrade", "+1")
    for rows in ((C,), (B,), (A,)):
        world.twins("LIN").moved(rows, "downgrade", "-1")


@row(81, "rows: branch, merge, unmerge")
def rows_of_a_merge(world):
    for name, rows, merge in (("BRM", (CART, ACCOUNT), MERGE),
                              ("THREE", ("bbbb0001", "bbbb0002", "bbbb0003"), "cccc0001")):
        world.twins(name).moved(rows, "upgrade", "head")
        world.twins(name).moved(rows[:1], "upgrade", merge)
        world.twins(name).moved((merge,), "downgrade", rows[0])


@row(82, "rows: depends_on")
@row(83, "rows: a base that only depends")
@row(84, "rows: a merge whose one parent needs the other (1.13.1)")
def rows_of_dependencies(world):
    world.twins("DEP").moved((ACC, DNS), "upgrade", TIP)
    world.twins("DEP").moved((TIP,), "downgrade", DNS)
    world.twins("EFF").moved(("a2aaaaaa0002", "b1bbbbbb0001"), "upgrade", "heads")
    world.twins("ONLY_NEEDS").moved(("aaaa1111",), "upgrade", "heads")
    world.twins("ONLY_NEEDS").moved(("bbbb1111",), "downgrade", "bbbb1111@base")
    world.twins("NEEDED_PARENT").moved(("bbbb1111",), "upgrade", "head")
    world.twins("NEEDED_PARENT").moved(("cccc1111",), "downgrade", "bbbb1111")


@row(131, "D1: the label main-1 is the label")
def label_with_a_sign(world):
    # Alembic goes to the parent of the revision that it names, or nowhere.
    twins = world.twins("SIGNED")
    for command, spec, rows, after in (
            ("upgrade", "main-1", (), ["bbbb1111"]), ("upgrade", "main-1@head", (), ["bbbb1111"]),
            ("downgrade", "main-1@aaaa1111", ("bbbb1111", "cccc1111"), ["cccc1111"])):
        twins.rows(*rows)
        answer = world.dbmig.run(twins.folders["dbmig"], command, spec)
        expect(answer.ok, f"{spec}: {answer}")
        equal(after, [r for r, in twins.state("dbmig")[0]], spec)
        twins.fresh()
    twins.same("show", "main-1")
    # Steps from such a label are refused: in Alembic they begin at its parent, or at nothing.
    for command, spec in (("upgrade", "main-1+1"), ("downgrade", "main-1-1"), ("show", "main-1+1")):
        answer = world.dbmig.run(twins.folders["dbmig"], command, spec)
        expect(answer.status == 64 and "did you mean main-1?" in answer.stderr, f"{spec}: {answer}")


@row("D2", "text behind a number is refused")
def trailing_text(world):
    for spec in ("+1zzz", f"{A}+1+1"):
        twins = world.twins("LIN").fresh()
        answer = world.dbmig.run(twins.folders["dbmig"], "upgrade", spec)
        expect(not answer.ok and spec in answer.stderr, f"{spec}: {answer}")
