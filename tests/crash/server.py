"""A private server that may be killed and started again on the same data.

A launcher is a program that knows how to run one kind of server; launchers/ has them:

    LAUNCHER init FOLDER             makes a data folder below FOLDER
    LAUNCHER run FOLDER [OPTION...]  becomes (exec) the server, listening on FOLDER/s.sock
    LAUNCHER done FOLDER             takes back what else `init` and `run` did
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from mysql_session import Lost, ServerError, Session

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = HERE / "launchers" / "mariadb"
CHROOT = HERE / "launchers" / "chroot"
MEMORY = pathlib.Path("/dev/shm")
ROOM = 4 << 30
SECONDS_TO_START = 60.0


class NoServer(Exception):
    """The server did not come up."""


class Server:
    """One server with a folder of its own; stopped, and the folder removed, by stop()."""

    there = set()  # All that are not stopped yet.

    def __init__(self, launcher=LAUNCHER, options=(), template=None, parent=None):
        """`template` is the folder of another server, which was shut down."""
        self.launcher = str(launcher)
        self.options = list(options)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dbmig-crash-", dir=parent or _parent()))
        self.socket = str(self.folder / "s.sock")
        self.process = None
        Server.there.add(self)
        try:
            (self.folder / "tmp").mkdir()
            if template:
                subprocess.run(["cp", "-a", "--sparse=always", template / "data", self.folder / "data"], check=True)
            else:
                self._launcher("init")
            self.start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, *options):
        """Starts it, with `options` for this time only, and waits until it answers."""
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.launcher, "run", str(self.folder), *self.options, *options], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                self.session().close()
                return
            except (Lost, ServerError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise NoServer(f"{self.launcher}:\n{self.log()[-4000:]}") from None
                time.sleep(0.02)

    def answers(self):
        """Whether it is there. One that was just killed may need a moment to be gone."""
        for _ in range(2):
            try:
                with self.session() as session:
                    session.query("SELECT 1")
            except (Lost, ServerError):
                return False
            time.sleep(0.003)
        return self.process.poll() is None

    def kill(self):
        """SIGKILL: nothing is written any more. One that has ended by itself is left alone."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def shut_down(self):
        """Ends it in good order."""
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            self.kill()

    def stop(self):
        if self.process:
            self.kill()
        self._launcher("done")
        Server.there.discard(self)
        shutil.rmtree(self.folder, ignore_errors=True)

    def session(self, database=None, user="root", timeout=60.0):
        return Session(self.socket, user=user, database=database, timeout=timeout)

    def url(self, database, user="root"):
        return f"mysql://{user}@localhost/{database}?unix_socket={self.socket}"

    def version(self):
        with self.session() as session:
            return session.value("SELECT VERSION()")

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def _launcher(self, word):
        done = subprocess.run(
            [self.launcher, word, str(self.folder)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise NoServer(f"{self.launcher} {word}: exit {done.returncode}\n{done.stdout}{done.stderr}")


def _parent():
    """In memory, where there is room: the suite is mostly waiting for a disk otherwise."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        return MEMORY
    return None
