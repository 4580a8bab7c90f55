"""The dbmig binary as the tests call it: DBMIG names it, build/release/dbmig is the default."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Section name -> script location.
TREES = {
    "bin-manager": ROOT / "bin-manager" / "main",
    "asterisk_config": ROOT / "asterisk_config" / "config",
}


def binary():
    return os.environ.get("DBMIG") or str(ROOT / "build" / "release" / "dbmig")


class Dbmig:
    """dbmig with a settings file of its own, for one tree and one database of a private server."""

    def __init__(self, server, tree, database):
        self._tree = tree
        self._settings = server.folder / f"{tree}-{database}.ini"
        location = str(TREES[tree]).replace("%", "%%")
        url = server.url(database).replace("%", "%%")
        self._settings.write_text(f"[{tree}]\nscript_location = {location}\nurl = {url}\n")

    def run(self, *arguments):
        """stdout of the command; an AssertionError with everything it said when it fails."""
        command = [binary(), "-c", str(self._settings), "-n", self._tree, *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        except FileNotFoundError:
            raise AssertionError(f"{binary()} is not there: build it, or let DBMIG name another") from None
        if done.returncode != 0:
            raise AssertionError(f"dbmig {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def upgrade(self, revision="head"):
        """With every warning of the server an error, as is downgrade()."""
        self.run("upgrade", revision, "--warnings", "error")

    def downgrade(self, revision="base"):
        self.run("downgrade", revision, "--warnings", "error")
