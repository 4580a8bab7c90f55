"""The server that the tests use: a private MariaDB of their own, or one that DBMIG_SCHEMA_SOCKET names."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import pymysql

START_TIMEOUT = 30.0
# In memory, where there is room: the way up and down is mostly waiting for a disk otherwise.
MEMORY = pathlib.Path("/dev/shm")
ROOM = 2 << 30


def chosen_server():
    """The server to test on, for a `with` block."""
    socket = os.environ.get("DBMIG_SCHEMA_SOCKET")
    return GivenServer(socket) if socket else PrivateServer()


class Server:
    """A server that root reaches through a unix socket with no password; `folder` is for files beside it."""

    def __init__(self, socket=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="schema-test.", dir=_parent()))
        self.socket = socket or str(self.folder / "socket")

    def connect(self, database=None):
        """A session in UTC that commits each statement."""
        return pymysql.connect(unix_socket=self.socket, user="root", database=database, charset="utf8mb4",
                               autocommit=True, init_command="SET time_zone = '+00:00'")

    def url(self, database, driver="mysql"):
        return f"{driver}://root@localhost/{database}?unix_socket={self.socket}"

    def create_database(self, name):
        """Empty, and as in production: with a default charset that is too narrow for the tables."""
        self.do(f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}` CHARACTER SET utf8 COLLATE utf8_general_ci")
        return name

    def do(self, *statements):
        with self.connect() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


class GivenServer(Server):
    """A server that somebody else started, of any kind and version. Its databases of our names are dropped."""

    def __init__(self, socket):
        super().__init__(socket)
        self._created = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.do(*(f"DROP DATABASE IF EXISTS `{name}`" for name in self._created))
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name):
        self._created.append(name)
        return super().create_database(name)


class PrivateServer(Server):
    """A mariadbd that lives as long as the `with` block."""

    def __init__(self):
        super().__init__()
        self._process = None

    def __enter__(self):
        try:
            self._install()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout=START_TIMEOUT)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _install(self):
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", "--force", f"--user={_user()}",
             f"--datadir={self.folder / 'data'}", "--auth-root-authentication-method=normal"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _start(self):
        # Of its own, or what it leaves when it is killed stays in a folder that all share.
        (self.folder / "tmp").mkdir(exist_ok=True)
        mariadbd = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
        with open(self.folder / "log", "wb") as log:
            # The performance schema counts warnings by statement; nothing here must survive a power cut.
            self._process = subprocess.Popen(
                [mariadbd, "--no-defaults", f"--user={_user()}", f"--datadir={self.folder / 'data'}",
                 f"--socket={self.socket}", "--skip-networking", f"--pid-file={self.folder / 'pid'}",
                 f"--tmpdir={self.folder / 'tmp'}",
                 "--innodb-flush-method=nosync", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF",
                 "--innodb-buffer-pool-size=256M", "--sync-frm=OFF",
                 "--performance-schema=ON", "--performance-schema-consumer-statements-digest=ON"],
                stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                self.connect().close()
                return
            except pymysql.err.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.05)


def _parent():
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        return MEMORY
    return None


def _user():
    return "root" if os.geteuid() == 0 else os.environ.get("USER", str(os.geteuid()))
