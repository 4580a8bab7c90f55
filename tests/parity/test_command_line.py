"""Options, exit status and configuration: what is typed today is typed tomorrow."""

import pathlib

from graphs import A, B, BR, C, CART, Rev, write_twins
from harness import equal, expect, replaced, row
from sides import ENV_PY, INI


@row(2, "exit code of a refusal")
def refusal(world):
    # 255 in Alembic, with FAILED on stdout; one message on stderr here, with the code of the contract.
    world.twins("LIN").refused("show", "zzz", status=65)
    world.twins("LIN").refused("upgrade", f"{A}:{B}", status=64)


@row(3, "exit code of wrong usage")
def usage(world):
    for arguments in (("upgrade",), (), ("nosuch",), ("heads", "extra"), ("history", "--nosuch")):
        theirs, ours = world.twins("LIN").both(*arguments)
        equal((2, 64), (theirs.status, ours.status), arguments)
        equal("", ours.stdout, arguments)


@row(6, "-q (1.11)")
def quiet(world):
    # 1.8 has no -q. dbmig prints what was asked for; the log is silenced.
    twins = world.twins("LIN").fresh()
    loud = world.dbmig.run(twins.folders["dbmig"], "upgrade", "head", "--sql")
    for arguments in (("-q", "upgrade", "head", "--sql"), ("upgrade", "head", "--sql", "--quiet")):
        ours = world.dbmig.run(twins.folders["dbmig"], *arguments)
        equal((0, loud.stdout, ""), (ours.status, ours.stdout, ours.stderr), arguments)


@row(8, "configuration in the working folder")
def default_config(world):
    world.twins("LIN").same("heads")
    empty = world.folder_for("no_config")
    expect(not world.dbmig.run(empty, "heads").ok, "heads without a configuration")
    expect(not world.alembic.run(empty, "heads").ok, "heads without a configuration")


@row(9, "-c")
def other_config(world):
    twins = world.twins("BR")
    for side, folder in twins.folders.items():
        text = INI.format(url=world.url(twins.databases[side]))
        (folder / "sub").mkdir(exist_ok=True)
        (folder / "sub" / "x.ini").write_text(text.replace("%(here)s/alembic", "%(here)s/../alembic"))
    for arguments in (("-c", "sub/x.ini", "heads"), ("--config", "sub/x.ini", "history"),
                      ("--config=sub/x.ini", "heads", "-v")):
        twins.same(*arguments)


@row(10, "ALEMBIC_CONFIG")
def config_from_environment(world):
    twins = world.twins("BR")
    bad = {"ALEMBIC_CONFIG": "/nonexistent/alembic.ini"}
    for side in (world.alembic, world.dbmig):
        folder = twins.folders["alembic" if side is world.alembic else "dbmig"]
        expect(not side.run(folder, "heads", environment=bad).ok, "a bad ALEMBIC_CONFIG")
    twins.same("-c", "alembic.ini", "heads", environment=bad)
    twins.same("-c", "alembic.ini", "heads", environment={"ALEMBIC_CONFIG": ""})


@row(11, "a configuration that is missing")
def missing_config(world):
    for ini in ("nope.ini", "/nonexistent/alembic.ini"):
        world.twins("LIN").refused("-c", ini, "heads", says=ini, status=78)


@row(12, "-n")
def section(world):
    twins = world.twins("LIN")
    for side, folder in twins.folders.items():
        other = f"[other]\nscript_location = %(here)s/other\nsqlalchemy.url = {world.url(twins.databases[side])}\n"
        (folder / "two.ini").write_text((folder / "alembic.ini").read_text() + other)
        (folder / "other").mkdir(exist_ok=True)
        (folder / "other" / "env.py").write_text(ENV_PY)
    write_twins(BR, *(f / "other" / "versions" for f in twins.folders.values()))
    for arguments in (("heads",), ("-n", "other", "heads"), ("--name", "other", "history"),
                      ("-n", "alembic", "history")):
        twins.same("-c", "two.ini", *arguments)
    twins.refused("-c", "two.ini", "-n", "nope", "heads", says="nope")


@row(13, "interpolation: %(here)s, %(key)s, %%, [DEFAULT]")
def interpolation(world):
    twins = world.twins("LIN")
    for old, new in (("%(here)s/alembic", "%(here)s/%(word)s\nword = alembic"),
                     ("[alembic]\nscript_location = %(here)s", "[DEFAULT]\nroot = %(here)s\n[alembic]\n"
                      "script_location = %(root)s"), ("script_location =", "SCRIPT_Location:")):
        _in_both(twins, old, new, lambda: twins.same("heads"))


@row(15, "no comments behind a value")
def inline_comment(world):
    twins = world.twins("LIN")
    _in_both(twins, "%(here)s/alembic", "%(here)s/alembic  # text", lambda: twins.refused(
        "heads", says="alembic  # text"))


@row(16, "script_location relative to the working folder")
def relative_location(world):
    twins = world.twins("LIN")
    _in_both(twins, "%(here)s/alembic", "alembic", lambda: twins.same("heads"))


@row(17, "script_location that does not exist")
def missing_folder(world):
    twins = world.twins("LIN")
    _in_both(twins, "%(here)s/alembic", "nowhere", lambda: twins.refused("heads", says="nowhere"))


@row(18, "version_locations and their separator")
def version_locations(world):
    twins = world.twins("ROOTS")
    one, two = "%(here)s/alembic/versions", "%(here)s/more"
    extra = [Rev("999999999999", (), "in another folder")]
    write_twins(extra, *(f / "more" for f in twins.folders.values()))
    for separator, joint in (("", " "), ("", ","), ("", ", "), ("space", " "), ("os", ":"), (":", ":"), (";", ";")):
        keys = f"version_locations = {one}{joint}{two}\n"
        keys += f"version_path_separator = {separator}\n" if separator else ""
        _in_both(twins, "[loggers]", keys + "[loggers]", lambda: twins.same("heads"))
        _in_both(twins, "[loggers]", keys + "[loggers]", lambda: twins.same("history"))
    for wrong in ("comma", "os  # a comment"):
        keys = f"version_path_separator = {wrong}\n[loggers]"
        # The key counts beside version_locations alone.
        _in_both(twins, "[loggers]", keys, lambda: twins.same("heads"))
        keys = f"version_locations = {two} {one}\n{keys}"
        _in_both(twins, "[loggers]", keys, lambda wrong=wrong: twins.refused("heads", says=wrong))


@row(21, "which files are revisions")
def decoys(world):
    twins = world.twins("LIN")
    names = (".#a.{}", "README", "notes.txt", "a.{}~", ".hidden.swp")
    made = [folder / "alembic" / "versions" / name.format(end)
            for folder, end in zip(twins.folders.values(), ("py", "sql")) for name in names]
    for path in made:
        path.write_text("not a revision (")
    try:
        twins.same("heads")
    finally:
        for path in made:
            path.unlink()


@row(26, "heads, history, branches of no revisions")
def no_revisions(world):
    twins = world.twins("LIN")
    for folder in twins.folders.values():
        (folder / "empty").mkdir(exist_ok=True)
    for command in (("heads",), ("history",), ("branches",), ("heads", "-v")):
        _in_both(twins, "[loggers]", "version_locations = %(here)s/empty\n[loggers]",
                 lambda command=command: equal("", twins.same(*command).stdout, command))


def _broken(world, name, revisions):
    """Both folders with these revisions and nothing else."""
    folders = {side: world.folder_for(f"{name}_{side}") for side in ("alembic", "dbmig")}
    for folder in folders.values():
        (folder / "alembic").mkdir()
        (folder / "alembic" / "env.py").write_text(ENV_PY)
        (folder / "alembic.ini").write_text(INI.format(url=world.url("none")))
    write_twins(revisions, *(f / "alembic" / "versions" for f in folders.values()))
    return world.alembic.run(folders["alembic"], "history"), world.dbmig.run(folders["dbmig"], "history")


@row(123, "cycles")
@row(124, "a label twice, a label that is an id")
@row(126, "a parent that no file has")
def broken(world):
    # The words are dbmig's: it names the files. Alembic refuses the same histories.
    for name, revisions in {
            "cycle": [Rev("aaaa", ("bbbb",), "a"), Rev("bbbb", ("aaaa",), "b")],
            "loop": [Rev("aaaa", ("aaaa",), "a")],
            "need_loop": [Rev("aaaa", (), "a", depends=("aaaa",))],
            "need_cycle": [Rev("aaaa", (), "a", depends=("bbbb",)), Rev("bbbb", (), "b", depends=("aaaa",))],
            "label_twice": [Rev("aaaa", (), "a", labels=("x",)), Rev("bbbb", ("aaaa",), "b", labels=("x",))],
            "label_id": [Rev("aaaa", (), "a"), Rev("bbbb", ("aaaa",), "b", labels=("aaaa",))],
            "no_parent": [Rev("aaaa", ("zzzz",), "a")],
            "no_need": [Rev("aaaa", (), "a", depends=("zzzz",))]}.items():
        theirs, ours = _broken(world, name, revisions)
        expect(not theirs.ok, f"{name}: {theirs}")
        equal((65, ""), (ours.status, ours.stdout), f"{name}: {ours}")


@row(128, "-x, --tag")
def accepted(world):
    for arguments in (("-x", "a=b", "-x", "c", "upgrade", "head", "--tag", "t"),
                      ("-x", "a=b", "downgrade", "--tag=t", "base"), ("stamp", "--tag", "t", "head")):
        world.twins("LIN").moved((C,) if "downgrade" in arguments else (), *arguments)


@row(129, "options by their beginning")
def abbreviations(world):
    br = world.twins("BR").rows(CART)
    for arguments in (("heads", "--verb"), ("heads", "--resolve"), ("history", "--indicate"),
                      ("history", "--rev", "1975:"), ("heads", "--verbo")):
        br.same(*arguments)
    # A beginning that is unique in Alembic, although dbmig has more options.
    for arguments in (("heads", "--v"), ("history", "--r", "1975:"), ("history", "--r=1975:", "--i"),
                      ("--c", "alembic.ini", "heads"), ("--n=alembic", "heads"), ("--r", "heads")):
        br.same(*arguments)
    world.twins("LIN").same_script("upgrade", "head", "--sq")
    world.twins("LIN").same_script("upgrade", "--s", "--t=x", "head")
    for arguments in (("revision", "--s"), ("revision", "--he", "base"), ("heads", "--verbose=1"),
                      ("revision", "-m"), ("revision", "--rev-id", "-m", "x"), ("revision", "-m", "--", "x"),
                      ("current", "-c", "alembic.ini")):
        theirs, ours = br.both(*arguments)
        equal((2, 64), (theirs.status, ours.status), arguments)


@row(129, "a value right behind a short option")
def short_values(world):
    br = world.twins("BR").rows(CART)
    for arguments in (("-nalembic", "heads"), ("-n=alembic", "heads"), ("-c=alembic.ini", "heads"),
                      ("history", "-r=1975:"), ("history", "-ir1975:"), ("-xa=b", "heads"), ("-x=a", "heads")):
        br.same(*arguments)


@row(130, "negative numbers")
def negative(world):
    lin = world.twins("LIN")
    for arguments in (("downgrade", "-1"), ("downgrade", "--", "-1"), ("downgrade", "-12")):
        if arguments[-1] == "-1":
            lin.moved((C,), *arguments)
        else:
            lin.stuck((C,), *arguments)
    lin.fresh().same("history", "-r-1:")
    lin.same("history", "--rev-range=-1:")
    theirs, ours = lin.both("downgrade", "-1x")
    equal((2, 64), (theirs.status, ours.status), "-1x")


@row("1.2", "options stand anywhere behind the command")
def order_of_options(world):
    br = world.twins("BR").rows(CART)
    for arguments in (("history", "-v", "-r", "1975:"), ("history", "-r", "1975:", "--verbose"),
                      ("history", "-vi"), ("upgrade", "--sql", "heads")):
        br.same_script(*arguments)


def _existing_project(world):
    """What `alembic init` leaves, with the URL filled in and dbmig's revisions."""
    folder = world.folder_for("existing")
    made = world.alembic.run(folder, "init", "alembic")
    expect(made.ok, made)
    ini = folder / "alembic.ini"
    url = world.url("existing")
    ini.write_text(ini.read_text().replace("driver://user:pass@localhost/dbname", url))
    expect(url in ini.read_text(), "the ini of `alembic init`")
    # A comment behind a value, in each ini that Alembic 1.7 to 1.12 has made.
    expect("version_path_separator = os  # Use os.pathsep." in ini.read_text(), "the ini of `alembic init`")
    world.empty_database("existing")
    return folder


def _files(folder):
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".sql"}


@row("ini", "the alembic.ini of an existing project works unchanged")
def existing_project(world):
    folder = _existing_project(world)
    unchanged = world.dbmig.run(folder, "heads")
    equal((0, "", ""), (unchanged.status, unchanged.stdout, unchanged.stderr), "heads of no revisions")
    before = _files(folder)
    write_twins(BR, folder / "unused", folder / "alembic" / "versions")
    for path in (folder / "unused").iterdir():
        path.unlink()
    twins = world.twins("BR").fresh()
    for arguments in (("heads",), ("history",), ("branches",), ("current",), ("upgrade", "heads"), ("current",),
                      ("history", "-i"), ("downgrade", "1975"), ("current",), ("stamp", "shoppingcart"),
                      ("upgrade", "heads", "--sql")):
        ours = world.dbmig.run(folder, *arguments)
        expected = world.dbmig.run(twins.folders["dbmig"], *arguments)
        equal((0, expected.stdout, expected.running), (ours.status, ours.stdout, ours.running), arguments)
    equal(before, _files(folder), "the files of Alembic")
    twins.fresh()


@row("ini", ".py files of an existing project are read where they are")
def python_revisions(world):
    folder = world.folder / "existing"
    path = pathlib.Path(folder, "alembic", "versions", "zzzz_in_python.py")
    write_twins([Rev("zzzz", (), "in python")], folder / "alembic" / "versions", folder / "unused")
    expect(path.exists(), path)
    before = world.state("existing")
    for arguments in (("heads",), ("history",)):
        ours = world.dbmig.run(folder, *arguments)
        equal(0, ours.status, f"{arguments} {ours}")
        expect("zzzz" in ours.stdout, ours)
    equal(before, world.state("existing"), "the database")


def _in_both(twins, old, new, test):
    one, two = (folder / "alembic.ini" for folder in twins.folders.values())
    with replaced(one, old, new), replaced(two, old, new):
        test()
