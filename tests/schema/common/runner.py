"""Runs the functions named test_* of a list of modules and reports each by its name."""

import sys
import time
import traceback


def run(modules, world):
    """Gives `world` to each test; returns the exit code. The last line is 'N passed, N failed'."""
    wanted = sys.argv[1:]
    passed = failed = 0
    for module in modules:
        for name, test in list(vars(module).items()):
            if not name.startswith("test_") or (wanted and not any(part in name for part in wanted)):
                continue
            begin = time.monotonic()
            try:
                test(world)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
            else:
                passed += 1
                print(f"ok     {name} ({time.monotonic() - begin:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
