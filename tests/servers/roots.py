"""Servers that this release of Debian has not got, out of those that have them: a MySQL from sid, a
MariaDB whose default collation is uca1400 from trixie. Each in a folder made by mmdebstrap."""

import os
import pathlib
import shutil
import subprocess
import time

START_TIMEOUT = 60.0
OWN_DUMP = ["--routines", "--events", "--triggers", "--hex-blob"]


class Unavailable(Exception):
    """Such a server cannot be had here."""


class Root:
    """A Debian of another release in a folder, and its server while the `with` block lasts."""

    def __init__(self, folder, suite, packages, initialize, server, client):
        self.root = pathlib.Path(folder) / suite
        self.suite, self.packages = suite, packages
        self.initialize, self.server, self.client = initialize, server, client
        self.socket = str(self.root / "run" / "m" / "s.sock")
        self._process = None

    def make(self):
        """Downloads it, unless it is there."""
        if (self.root / "made").exists():
            return
        for needed in ("mmdebstrap", "unshare", "chroot"):
            if not shutil.which(needed):
                raise Unavailable(f"{needed} is not installed")
        if os.geteuid() != 0:
            raise Unavailable("only root can make it")
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.parent.mkdir(parents=True, exist_ok=True)
        mirror = os.environ.get("DBMIG_MIRROR", "http://deb.debian.org/debian")
        # A mirror may be a frozen one; signatures are checked all the same.
        done = subprocess.run(["mmdebstrap", "--quiet", "--variant=apt", "--aptopt=Acquire::Check-Valid-Until false",
                               f"--include={','.join(self.packages)}", self.suite, str(self.root), mirror],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Unavailable(f"mmdebstrap {self.suite}: {done.stderr.strip()[-400:]}")
        (self.root / "made").touch()

    def command(self, *arguments):
        """Within the root, with mounts that end with the command."""
        script = f'mount --bind /proc "{self.root}/proc" && mount --bind /dev "{self.root}/dev" && exec chroot ' \
                 f'"{self.root}" "$@"'
        return ["unshare", "--mount", "sh", "-c", script, "sh", *arguments]

    def __enter__(self):
        self.make()
        (self.root / "run" / "m").mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.root / "data", ignore_errors=True)
        subprocess.run(self.command(*self.initialize), check=True, capture_output=True)
        with open(self.root / "server.log", "wb") as log:
            self._process = subprocess.Popen(self.command(*self.server), stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT
        while subprocess.run(self.client_command("-e", "SELECT 1"), capture_output=True, check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise Unavailable((self.root / "server.log").read_text(errors="replace")[-800:])
            time.sleep(0.2)
        return self

    def __exit__(self, *_):
        if self._process:
            self._process.terminate()
            self._process.wait()

    def client_command(self, *arguments):
        return ["chroot", str(self.root), self.client, "--no-defaults", "-uroot", "-S", "/run/m/s.sock", "-N",
                "--default-character-set=utf8mb4", *arguments]

    def query(self, sql):
        return subprocess.run(self.client_command("-e", sql), capture_output=True, check=True).stdout.decode().strip("\n")

    def own_dump(self, program, database):
        """What the server's own program makes of a database."""
        return subprocess.run(["chroot", str(self.root), program, "--no-defaults", "-uroot", "-S", "/run/m/s.sock",
                               *OWN_DUMP, database], capture_output=True, check=True).stdout

    def run_file(self, path, *arguments):
        """As an image does it: by the client, which stops at the first error."""
        with open(path, "rb") as script:
            done = subprocess.run(self.client_command(*arguments), stdin=script, capture_output=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{path}: {done.stderr.decode(errors='replace')}")

    def url(self, database):
        return f"mysql://root@localhost/{database}?unix_socket={self.socket}"


def mysql(folder):
    common = ["mysqld", "--no-defaults", "--user=root", "--datadir=/data"]
    return Root(folder, "sid", ["mysql-server-core", "mysql-client-core", "mysql-client"],
                [*common, "--initialize-insecure"],
                [*common, "--socket=/run/m/s.sock", "--mysqlx=OFF", "--secure-file-priv=NULL", "--skip-networking",
                 "--pid-file=/run/m/s.pid"], "mysql")


def mariadb(folder):
    return Root(folder, "trixie", ["mariadb-server-core", "mariadb-client-core", "mariadb-client"],
                ["mariadb-install-db", "--no-defaults", "--force", "--user=root", "--datadir=/data",
                 "--auth-root-authentication-method=normal"],
                ["mariadbd", "--no-defaults", "--user=root", "--datadir=/data", "--socket=/run/m/s.sock",
                 "--skip-networking", "--pid-file=/run/m/s.pid"], "mariadb")
