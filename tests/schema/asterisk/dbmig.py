"""Calls the program under test; DBMIG names it, build/release/dbmig is the default."""

import os
import subprocess

from history import ROOT, SCRIPTS

TIMEOUT_SECONDS = 120


class Dbmig:
    """dbmig on one database, with a settings file of its own."""

    def __init__(self, server, database):
        self.program = os.environ.get("DBMIG", str(ROOT / "build" / "release" / "dbmig"))
        self.settings = server.folder / f"{database}.ini"
        # A percent sign is INI's own; neither path holds one unless someone put it there.
        script_location = str(SCRIPTS).replace("%", "%%")
        url = server.url(database).replace("%", "%%")
        self.settings.write_text("[dbmig]\ntrees = asterisk_config\n\n[asterisk_config]\n"
                                 f"script_location = {script_location}\nurl = {url}\n"
                                 "version_table = alembic_version\n")

    def run(self, *arguments):
        """The finished process, whatever its exit code."""
        command = [self.program, "-c", str(self.settings), "-n", "asterisk_config", *arguments]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=False,
                                  stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
        except FileNotFoundError:
            message = f"{self.program} is not there; build it, or let DBMIG name another"
            raise AssertionError(message) from None

    def must(self, *arguments):
        """As run(), but anything other than success is an AssertionError with the output."""
        result = self.run(*arguments)
        if result.returncode != 0:
            raise AssertionError(f"dbmig {' '.join(arguments)} exited {result.returncode}:\n"
                                 f"{result.stdout}{result.stderr}")
        return result
