"""heads, branches, show, history and current print what Alembic prints, line for line."""

import contextlib

from graphs import A, ACCOUNT, B, C, CART, MERGE, NAMED, OTHERS, ROOT
from harness import equal, expect, replaced, row

DEP_ROWS = ("2a95102259be", "d747a8a88790")


def each_graph(world, *without):
    return [world.twins(n) for n in {**NAMED, **OTHERS} if n not in without]


@row(22, "heads")
@row(23, "heads: effective heads")
def heads(world):
    for twins in each_graph(world):
        twins.same("heads")


@row(24, "heads --resolve-dependencies")
def real_heads(world):
    for twins in each_graph(world):
        twins.same("heads", "--resolve-dependencies")


@row(25, "heads -v")
def heads_verbose(world):
    for twins in each_graph(world):
        twins.same("heads", "-v")


@row(27, "branches")
def branches(world):
    for twins in each_graph(world):
        twins.same_branches("branches")


@row(28, "branches -v")
def branches_verbose(world):
    for twins in each_graph(world):
        twins.same_branches("branches", "-v")


@row(29, "show id, partial, label, heads, head, base")
def show(world):
    br, dep = world.twins("BR"), world.twins("DEP")
    for spec in (CART, "1975", "1", "shoppingcart", "shop", "heads", "base", "shoppingcart@base",
                 "shoppingcart@head", "shoppingcart@heads", f"{CART}@1975", "shoppingcart@1975", "@1975"):
        br.same_set("show", spec)
    for spec in ("networking", "networking@head", "networking@heads", "heads", "55af"):
        dep.same_set("show", spec)
    for name in ("LIN", "BRM"):
        world.twins(name).same("show", "head")


@row(29, "show: refusals")
def show_refused(world):
    br = world.twins("BR")
    br.refused("show", "head")
    br.refused("show", "zzz")
    br.refused("show", "shoppingcart@ae10")
    br.refused("show", "1975,27c6")
    br.refused("show", "1975:27c6", says="Range revision not allowed")  # D9: says where a range can stand
    for spec in ("HEAD", " head"):
        br.refused("show", spec)


@row(30, "show current")
def show_current(world):
    world.twins("BR").rows(CART, ACCOUNT).same_set("show", "current")
    world.twins("DEP").rows(*DEP_ROWS).same_set("show", "current")


@row(31, "show -1")
def show_relative(world):
    for name, specs in {"LIN": ("-1", "-2"), "DEP": ("-1", "networking@-1")}.items():
        for spec in specs:
            world.twins(name).rows(*(() if name == "DEP" else (A,))).same_set("show", spec)
    world.twins("LIN").refused("show", "+1")


@row(32, "history")
def history(world):
    for twins in each_graph(world):
        twins.same("history")


@row(33, "history -v")
def history_verbose(world):
    for twins in each_graph(world):
        twins.same("history", "-v")


@row(34, "history -i")
def history_current(world):
    for name, rows in {"DEP": ("2a95102259be",), "BR": (CART, ACCOUNT), "BRM": (MERGE,), "LIN": (A,)}.items():
        twins = world.twins(name).rows(*rows)
        twins.same("history", "-i")
        twins.same("history", "-i", "-v")
    world.twins("LIN").rows("deadbeef0000").same("history", "-i")


@row(35, "history -r A:B, A:, :B, :")
def history_range(world):
    lin, br = world.twins("LIN"), world.twins("BR")
    for text in (f"{A}:{B}", f"{B}:", f":{B}", ":", f"{A}:head", "base:heads", f"base:{A}", f"{C}:{C}", "a1:c3"):
        lin.same("history", "-r", text)
        lin.same("history", f"--rev-range={text}", "-v")
    for text in (f"{ROOT}:{CART}", f"{CART}:", f":{ACCOUNT}", ":", "1975:shoppingcart", ":shoppingcart@head",
                 "shoppingcart:", "shop:", "base:shoppingcart@heads"):
        br.same("history", "-r", text)


@row(36, "history errors")
def history_errors(world):
    world.twins("LIN").refused("history", "-r", A)
    world.twins("BR").refused("history", "-r", f"{CART}:{ACCOUNT}")
    world.twins("LIN").refused("history", "-r", f"{C}:{A}")
    world.twins("LIN").refused("history", "-r", "nope:")


@row(37, "history relative")
def history_relative(world):
    chain = world.twins("CHAIN").rows("k4444")
    for text in ("-r-1:", "-r-3:", "-r-2:current", "-rcurrent:+1", "-rcurrent:+2", "-r:head-1", "-r:k4444-1",
                 "-rcurrent:", "-r:current", "-rk2222:+1", "-rk2222:k2222+2", "-r-1:head", "-r-9:k3333"):
        chain.same("history", text)
    chain.refused("history", "-r-1:k3333")
    chain.refused("history", "-r:-1")


@row(38, "history: which dependencies a range has")
def history_dependencies(world):
    for text in (":networking@head", "3cac:", "3cac:2a95", ":2a95", ":55af"):
        world.twins("DEP").same("history", "-r", text)


@row(39, "history :current of an empty database")
def history_of_nothing(world):
    for text in (":current", "current:"):
        world.twins("LIN").fresh().same("history", "-r", text)


@row(40, "history label@base:")
def history_of_a_label(world):
    for text in ("networking@base:", "shoppingcart@base:", "networking@base:networking@head"):
        world.twins("DEP").same("history", "-r", text)


@row(41, "current: what dependencies imply")
def current(world):
    for rows in (("2a95102259be",), DEP_ROWS, ("29f859a13ea0", "55af2cb1c267")):
        world.twins("DEP").rows(*rows).same_set("current")


@row(42, "current: flags")
def current_flags(world):
    for rows in ((ROOT,), (CART,), (CART, ACCOUNT)):
        world.twins("BRM").rows(*rows).same_set("current")
        world.twins("BR").rows(*rows).same_set("current")
    world.twins("BRM").rows(MERGE).same_set("current")
    world.twins("EFF").rows("b2bbbbbb0002").same_set("current")
    world.twins("ROOTS").rows("122222222222", "222222222222").same_set("current")


@row(43, "current -v")
def current_verbose(world):
    for name, rows in {"LIN": (B,), "BRM": (MERGE,), "DEP": DEP_ROWS}.items():
        twins = world.twins(name).rows(*rows)
        twins.same_set("current", "-v")


@row(43, "current -v: the URL with a hidden password")
def current_url(world):
    twins = world.twins("LIN").rows(B)
    world.query(None, "CREATE USER IF NOT EXISTS parity@localhost IDENTIFIED BY 'p%20w'")
    world.query(None, "GRANT ALL ON *.* TO parity@localhost")
    with contextlib.ExitStack() as stack:
        for folder in twins.folders.values():
            stack.enter_context(replaced(folder / "alembic.ini", "root@", "parity:p%%2520w@"))
        ours = twins.same_set("current", "-v")
        expect("+pymysql://parity:***@localhost/lin_dbmig?unix_socket=%2F" in ours.stdout, ours.stdout)
        for folder in twins.folders.values():
            stack.enter_context(replaced(folder / "alembic.ini", "?unix", "?charset=utf8mb4&local_infile=1&unix"))
        twins.same_set("current", "-v")


@row(44, "current of an empty database")
def current_of_nothing(world):
    twins = world.twins("LIN").fresh()
    for arguments in (("current",), ("history", "-i"), ("show", "current"), ("history", "-r", "current:")):
        answer = world.dbmig.run(twins.folders["dbmig"], *arguments)
        equal(0, answer.status, arguments)
        # Commands that only read create nothing; of Alembic's, only `current` does not.
        equal(set(world.query(twins.databases["dbmig"], "SHOW TABLES")), set(), arguments)
    twins.same("current")


@row(45, "current --check-heads (1.17.1)")
def check_heads(world):
    # 1.8 has no such option. D3: a head that is needed by an applied one counts as applied.
    for name, rows, status in (("LIN", (B,), 1), ("LIN", (C,), 0), ("EFF", ("b2bbbbbb0002",), 0), ("EFF", (), 1),
                               ("BR", (CART,), 1), ("BR", (CART, ACCOUNT), 0)):
        twins = world.twins(name).rows(*rows)
        answer = world.dbmig.run(twins.folders["dbmig"], "current", "--check-heads")
        equal(status, answer.status, f"{name} at {rows}")
        equal(status == 1, "Database is not on all head revisions" in answer.stderr, f"{name} at {rows}")


@row(46, "a row that no file has")
def unknown_row(world):
    text = "Can't locate revision identified by 'deadbeef0000'"
    for arguments in (("current",), ("upgrade", "head"), ("downgrade", "base"), ("downgrade", "-1"),
                      ("stamp", "head"), ("show", "current"), ("upgrade", "+1")):
        world.twins("LIN").stuck(("deadbeef0000",), *arguments, says=text)


@row(47, "overlapping rows")
def overlapping(world):
    world.twins("LIN").rows(A, B).same("current")
    world.twins("LIN").stuck((A, B), "upgrade", "head")


@row(122, "labels in listings")
def labels(world):
    for name in ("LABELS", "BRM", "DEP", "EFF", "ROOTS"):
        for command in (("heads",), ("history",), ("history", "-v"), ("heads", "-v")):
            world.twins(name).same(*command)
