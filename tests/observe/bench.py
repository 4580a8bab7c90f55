"""What the tests of this folder share: a private server, small trees, dbmig, and programs beside it."""

import contextlib
import dataclasses
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests" / "schema" / "common")]

from dbmig import binary  # noqa: E402
from server import PrivateServer  # noqa: E402

SECONDS = 30.0

REVISION = """-- ---
-- revision: {id}
-- down_revision: {parent}
-- create_date: 2026-11-21 10:00:00
-- message: {id} create table
-- ---

-- migrate:upgrade
{up}

-- migrate:downgrade
{down}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def until(question, seconds=SECONDS):
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {question.__name__}")
        time.sleep(0.05)


def fetch(url):
    """The body of a page; nothing when there is no answer."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.read().decode()
    except (urllib.error.URLError, OSError):
        return ""


@contextlib.contextmanager
def program(*command, log=subprocess.DEVNULL, **options):
    """A program that is ended with the block."""
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                               **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclasses.dataclass
class Ended:
    """A dbmig that has run."""

    status: int
    out: str
    log: str


class Project:
    """A folder with a migrate.ini and a tree `shop`."""

    def __init__(self, folder, url, *settings):
        self.folder = folder
        self.versions = folder / "shop" / "versions"
        self.versions.mkdir(parents=True, exist_ok=True)
        self.configure(url, *settings)

    def configure(self, url, *settings):
        lines = ["[dbmig]", "trees = shop", *settings, "", "[shop]", "script_location = %(here)s/shop",
                 f"url = {url}".replace("%", "%%"), ""]
        (self.folder / "migrate.ini").write_text("\n".join(lines))

    def revision(self, name, up, down="SELECT 1;", parent=None):
        text = REVISION.format(id=name, parent=parent or "null", up=up, down=down)
        (self.versions / f"{name}_x.sql").write_text(text)

    def start(self, *arguments, **environment):
        return subprocess.Popen([binary(), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **environment})

    def run(self, *arguments, **environment):
        return end(self.start(*arguments, **environment))


def end(process):
    out, log = process.communicate(timeout=SECONDS * 2)
    return Ended(process.returncode, out, log)


@contextlib.contextmanager
def push_gateway():
    """A push gateway of our own, by its URL. A port that was free may be taken meanwhile, by another one even."""
    for _ in range(10):
        port = free_port()
        # Debian's keeps what was pushed in one file for all otherwise.
        with program("prometheus-pushgateway", "--persistence.file=", f"--web.listen-address=127.0.0.1:{port}") as process:
            url = f"http://127.0.0.1:{port}"
            until(lambda process=process, url=url: process.poll() is not None or fetch(f"{url}/-/ready"))
            time.sleep(0.2)  # One that cannot have its port ends by now.
            if process.poll() is None:
                yield url
                return
    raise AssertionError("no port for a push gateway")


class Case(unittest.TestCase):
    """One private server for the class; a project with a fresh database for each test."""

    @classmethod
    def setUpClass(cls):
        cls.server = PrivateServer().__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=self.server.folder)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.database = self.server.create_database("observed")
        self.project = Project(self.folder, self.server.url(self.database), "retries = 0")
        self.project.revision("a1", "CREATE TABLE t_a1 (i INT);\nINSERT INTO t_a1 VALUES (1);", "DROP TABLE t_a1;")
        self.project.revision("a2", "CREATE TABLE t_a2 (i INT);", "DROP TABLE t_a2;", parent="a1")

    def dbmig(self, *arguments, status=0, **environment):
        ended = self.project.run(*arguments, **environment)
        self.assertEqual(ended.status, status, ended.out + ended.log)
        return ended

    def rows(self, query, database=None):
        with self.server.connect(database or self.database) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
