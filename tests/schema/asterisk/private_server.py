"""A MariaDB server of our own: on a unix socket in a temporary folder, gone when the block ends."""

import getpass
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pymysql

START_SECONDS = 30


def _program(name):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise SystemExit(f"{name} is not installed; the tests need MariaDB's server")
    return found


class PrivateServer:
    """Starts on entry, stops on exit. `socket` is where it listens; root has no password."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="dbmig-schema-"))
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        process = getattr(self, "process", None)
        if process:
            process.terminate()
            try:
                process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        user = getpass.getuser()
        data = self.folder / "data"
        self.socket = str(self.folder / "socket")
        subprocess.run(
            [_program("mariadb-install-db"), "--no-defaults", "--force", f"--user={user}",
             f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [_program("mariadbd"), "--no-defaults", f"--user={user}", f"--datadir={data}",
                 f"--socket={self.socket}", f"--pid-file={self.folder / 'pid'}",
                 "--skip-networking", "--innodb-flush-log-at-trx-commit=0",
                 "--innodb-buffer-pool-size=32M"],
                stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.connection().close()
                return
            except pymysql.err.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.1)

    def connection(self, database=None):
        return pymysql.connect(unix_socket=self.socket, user="root", database=database,
                               charset="utf8mb4", autocommit=True)

    def create_database(self, name):
        """An empty database, created as the services' own ones are: utf8mb4 is not its default."""
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")
            cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8 COLLATE utf8_general_ci")

    def url(self, database, driver="mysql"):
        return f"{driver}://root@localhost/{database}?unix_socket={self.socket}"
