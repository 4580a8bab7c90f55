"""--sql prints what Alembic prints, and the plain client makes of it what a live run makes."""

import subprocess

from graphs import A, ACCOUNT, B, C, CART, MERGE, NAMED, ROOT
from harness import equal, expect, row

ALL = (*NAMED, "THREE", "ONLY_NEEDS", "CHAIN", "NEEDED_PARENT", "LABELS")


@row(95, "upgrade --sql")
def upgrade(world):
    for name in ALL:
        world.twins(name).same_script("upgrade", "heads", "--sql")
    for spec in ("head", B, "base+1", "+2", f"base:{B}"):
        world.twins("LIN").same_script("upgrade", "--sql", spec)
    world.twins("LIN").same("upgrade", "--sql", "head")
    for spec in ("shoppingcart@head", "1975", "shoppingcart@+2", "ae10"):
        world.twins("BR").same_script("upgrade", spec, "--sql")


@row(96, "upgrade A:B --sql")
def upgrade_range(world):
    for spec in (f"{A}:{C}", "a1:+1", f"{A}:head", "b2:heads"):
        world.twins("LIN").same("upgrade", spec, "--sql")
    for spec in ("55af:2a95", "1975:heads", "networking:networking@head"):
        world.twins("DEP").same_script("upgrade", spec, "--sql")


@row(97, "downgrade A:B --sql")
def downgrade_range(world):
    for spec in (f"{C}:{A}", f"{C}:base", "head:-1", f"{B}:{B}", f"{B}:base"):
        world.twins("LIN").same_script("downgrade", spec, "--sql")
    for spec in (f"{MERGE}:{ROOT}", f"{MERGE}:base", f"{MERGE}:{CART}", f"{CART}:-1"):
        world.twins("BRM").same_script("downgrade", spec, "--sql")
    for spec in ("2a95:29f8", "2a95:base", "2a95:networking@base"):
        world.twins("DEP").same_script("downgrade", spec, "--sql")


@row(98, "downgrade X --sql")
def downgrade_without_range(world):
    for spec in (A, "base", "-1"):
        world.twins("LIN").refused("downgrade", spec, "--sql")


@row(99, "stamp --sql")
def stamp(world):
    for targets in (("heads",), (CART,), (f"{ROOT}:{CART}",), (f"{CART}:base",), (f"{ROOT}:{CART}", ACCOUNT),
                    (f"{CART}:{ROOT}",), (f"{MERGE}:{ROOT}",), ("base",)):
        world.twins("BRM").same_script("stamp", *targets, "--sql")
    world.twins("BRM").refused("stamp", f"{ROOT}:{CART}", f"{CART}:{ACCOUNT}", "--sql")
    world.twins("LIN").refused("stamp", "--purge", "head", "--sql")


@row(101, "--sql with nothing to do")
def nothing(world):
    for arguments in (("upgrade", "head:head"), ("upgrade", f"{C}:{A}"), ("downgrade", f"{B}:{B}"),
                      ("upgrade", "base")):
        ours = world.twins("LIN").same_script(*arguments, "--sql")
        equal("", ours.stdout, arguments)


@row(102, "--sql without a server")
def no_server(world):
    url = "mysql://root@localhost/none?unix_socket=/nonexistent.sock"
    for arguments in (("upgrade", "heads"), ("downgrade", "head:base"), ("stamp", "heads")):
        folder = world.twins("BRM").folders["dbmig"]
        ours = world.dbmig.run(folder, *arguments, "--sql", environment={"DBMIG_URL": url})
        expect(ours.ok and ours.stdout, f"{arguments}: {ours}")


@row("7.1", "--sql prints the steps on stderr, and only the script on stdout")
def streams(world):
    ours = world.twins("LIN").same("upgrade", "head", "--sql")
    equal(3, len(ours.running), "steps")
    expect(all(not line.startswith("INFO") for line in ours.stdout.splitlines()), ours.stdout)


def apply(world, database, script):
    done = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={world.server.socket}", "--user=root", "--batch", database],
        input=script, capture_output=True, text=True, check=False)
    equal((0, ""), (done.returncode, done.stderr), f"the client on\n{script}")


def both_ways(world, name, up, down):
    """The state after each script is the one after the same command on a live database."""
    twins = world.twins(name).fresh()
    live, scripted, folder = twins.databases["dbmig"], twins.databases["alembic"], twins.folders["dbmig"]
    for command, live_spec, spec in (("upgrade", up, up), ("downgrade", down, f"{up}:{down}")):
        run = world.dbmig.run(folder, command, live_spec)
        expect(run.ok, run)
        script = world.dbmig.run(folder, command, spec, "--sql")
        expect(script.ok and script.stdout, script)
        apply(world, scripted, script.stdout)
        equal(world.state(live), world.state(scripted), f"{name} {command} {spec}")
    twins.fresh()


@row("D13", "the script of a whole graph, through the client, up and down again")
def applied(world):
    for name, head in {"LIN": C, "BRM": MERGE, "THREE": "cccc0001", "ONLY_NEEDS": "bbbb1111", "CHAIN": "k6666",
                       "NEEDED_PARENT": "cccc1111"}.items():
        both_ways(world, name, head, "base")


@row("D13", "the script of several heads, through the client")
def applied_heads(world):
    for name in ("BR", "DEP", "EFF", "ROOTS", "LABELS"):
        twins = world.twins(name).fresh()
        folder = twins.folders["dbmig"]
        expect(world.dbmig.run(folder, "upgrade", "heads").ok, name)
        apply(world, twins.databases["alembic"], world.dbmig.run(folder, "upgrade", "heads", "--sql").stdout)
        equal(twins.state("dbmig"), twins.state("alembic"), name)
        twins.fresh()


@row("D13", "the script of one branch, down again, through the client")
def applied_branches(world):
    for name, head, back in (("BR", CART, ROOT), ("DEP", "2a95102259be", "29f859a13ea0"),
                             ("DEP", "2a95102259be", "base"), ("EFF", "b2bbbbbb0002", "base"),
                             ("ROOTS", "122222222222", "111111111111")):
        both_ways(world, name, head, back)


@row("D13", "Alembic's own script and dbmig's lead to the same state")
def scripts_meet(world):
    for name in ALL:
        twins = world.twins(name).fresh()
        for answer, database in zip(twins.both("upgrade", "heads", "--sql"), twins.databases.values()):
            apply(world, database, answer.stdout)
        equal(twins.state("alembic"), twins.state("dbmig"), name)
        twins.fresh()
