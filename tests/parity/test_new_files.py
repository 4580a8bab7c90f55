"""revision and merge: the same files with the same parents, or the same refusal."""

import itertools
import pathlib
import re

import alembic

from graphs import ACCOUNT, BR, CART, DEP, EFF, LIN, ROOT, ROOTS
from harness import Twins, equal, expect, row
from normalise import label_order

TEMPLATE = pathlib.Path(alembic.__file__).parent / "templates" / "generic" / "script.py.mako"
COUNT = itertools.count(1)


def new_twins(world, graph):
    """Twins of their own, since the test adds files."""
    twins = Twins(world, f"files{next(COUNT)}", graph)
    (twins.folders["alembic"] / "alembic" / "script.py.mako").write_bytes(TEMPLATE.read_bytes())
    return twins


def said(answer, folder):
    text = answer.stdout.replace(f"{folder.resolve()}/", "")
    return re.sub(r"\.(?:py|sql)\b", "", text)


def files(folder):
    return sorted(p.stem for p in (folder / "alembic" / "versions").iterdir() if p.suffix in (".py", ".sql"))


def wrote_the_same(twins, *arguments):
    """Both write a file of one name, say so in one way, and have the same history then."""
    theirs, ours = twins.both(*arguments)
    expect(theirs.ok and ours.ok, f"{arguments}: {theirs}\n{ours}")
    one, two = twins.folders.values()
    equal(said(theirs, one), said(ours, two), arguments)
    equal(files(one), files(two), arguments)
    for command in (("history",), ("heads",)):
        texts = [label_order(a.stdout, twins.labels | {"mine"}) for a in twins.both(*command)]
        equal(*texts, f"{command} after {arguments}")


def refused_by_both(world, graph, *arguments, says=None):
    twins = new_twins(world, graph)
    before = files(twins.folders["dbmig"])
    twins.refused(*arguments, says=says)
    equal(before, files(twins.folders["dbmig"]), f"{arguments}: files")


@row(106, "file name of a revision")
def file_names(world):
    long = " ".join(["word"] * 15)
    for text in ("add index", "Add a Column!! to  the (foo) table", "é ünïcode 100%", long, "x" * 60, "UPPER"):
        wrote_the_same(new_twins(world, LIN), "revision", "-m", text, "--rev-id", "feed01")


@row(107, "revision and merge without a message")
def no_message(world):
    wrote_the_same(new_twins(world, LIN), "revision", "--rev-id", "feed01")
    wrote_the_same(new_twins(world, BR), "merge", "heads", "--rev-id", "feed01")


@row(115, "--version-path")
def version_path(world):
    refused_by_both(world, LIN, "revision", "-m", "x", "--version-path", "/nowhere", says="/nowhere")
    wrote_the_same(new_twins(world, LIN), "revision", "-m", "x", "--rev-id", "feed01", "--version-path",
                   "alembic/versions")


@row(108, "id of a revision")
def generated_id(world):
    twins = new_twins(world, LIN)
    for answer in twins.both("revision", "-m", "x"):
        expect(re.search(r"/[0-9a-f]{12}_x\.(py|sql) \.\.\.  done\n", answer.stdout), answer.stdout)


@row(109, "--rev-id that is not allowed")
def bad_ids(world):
    for name in ("a-b", "a@b", "a+b", "a@+b"):
        refused_by_both(world, LIN, "revision", "-m", "x", "--rev-id", name)


@row(109, "D15: an id that exists is refused before anything is written")
def taken_id(world):
    twins = new_twins(world, LIN)
    before = files(twins.folders["dbmig"])
    ours = world.dbmig.run(twins.folders["dbmig"], "revision", "-m", "x", "--rev-id", LIN[1].id)
    expect(not ours.ok, ours)
    equal(before, files(twins.folders["dbmig"]), "files")


@row(110, "revision --head, --splice")
@row(113, "revision --depends-on")
@row(114, "revision --branch-label")
def options(world):
    for more in (("--head", "base"), ("--head", "heads"), ("--head", "networking@head"), ("--head", "networking@heads"),
                 ("--head", "2a95"), ("--head", "27c6", "--splice"), ("--head", "base", "--depends-on", "55af"),
                 ("--head", "d747", "--depends-on", "networking"), ("--head", "d747", "--branch-label", "mine"),
                 ("--head", "d747", "--depends-on", "55af", "--depends-on", "networking")):
        wrote_the_same(new_twins(world, DEP), "revision", "-m", "new one", "--rev-id", "feed01", *more)
    wrote_the_same(new_twins(world, LIN), "revision", "-m", "new one", "--rev-id", "feed01", "--branch-label", "mine")


@row(111, "revision above what is no head")
@row(112, "revision with several heads")
def refusals(world):
    refused_by_both(world, BR, "revision", "-m", "x", "--head", ROOT)
    for graph in (BR, EFF, ROOTS):
        refused_by_both(world, graph, "revision", "-m", "x")
    for head in ("zzz", "foo@head"):
        refused_by_both(world, BR, "revision", "-m", "x", "--head", head, says=head.split("@", maxsplit=1)[0])


@row(118, "merge")
@row(119, "merge heads")
def merge(world):
    for graph, targets in ((BR, ("heads",)), (BR, (ACCOUNT, CART)), (BR, ("shop", "ae10")), (ROOTS, ("heads",)),
                           (EFF, ("heads",)), (DEP, ("heads",)), (ROOTS, ("two@head", "122222222222"))):
        wrote_the_same(new_twins(world, graph), "merge", "-m", "join them", "--rev-id", "feed01", *targets)


@row(118, "merge: refusals")
def merge_refusals(world):
    refused_by_both(world, BR, "merge", "-m", "x", "zzz", CART)
    # 1.18.5 has --splice, and words for it; 1.8 has other ones.
    refused_by_both(world, BR, "merge", "-m", "x", ROOT, CART,
                    says=f"Revision {ROOT} is not a head revision; please specify --splice to create a new branch "
                         "from this revision")
    refused_by_both(world, BR, "merge", "-m", "x", CART, CART, says="Duplicate head revisions specified")
