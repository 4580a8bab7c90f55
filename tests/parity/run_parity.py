"""dbmig beside Alembic itself: who knows the one needs to learn nothing of the other.

usage: run_parity.py DBMIG [part of a test's name]

DBMIG_TEST_SEED and DBMIG_PARITY_STEPS choose the random walk; both are printed.
"""

import importlib
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path += [str(HERE.parent / "schema" / "common"), str(HERE.parent / "oracle")]

from harness import World, run_all  # noqa: E402
from server import PrivateServer  # noqa: E402
from sides import Alembic, Dbmig  # noqa: E402


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    start = time.monotonic()
    for path in sorted(HERE.glob("test_*.py")):
        importlib.import_module(path.stem)
    with open(os.devnull, encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), 0)  # A terminal would make Alembic indent and wrap.
    with PrivateServer() as server:
        world = World(server, Alembic(), Dbmig(os.path.abspath(sys.argv[1])))
        try:
            passed, failed = run_all(world, sys.argv[2] if len(sys.argv) > 2 else "")
        finally:
            world.close()
    print(f"{time.monotonic() - start:.1f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
