"""A private MariaDB server in a folder of its own."""

import os
import subprocess
import time
from pathlib import Path

WITHOUT_DURABILITY = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
                      "--innodb-doublewrite=0", "--loose-debug-no-sync", "--loose-sync-frm=0"]


class Server:
    """Runs from start() to stop(); the data stays between the two, and goes with the folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.socket = str(self.folder / "s")
        self.process = None
        self.folder.mkdir()
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", "--skip-test-db", f"--datadir={self.data}",
             "--auth-root-authentication-method=normal", *self._account()],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def _account():
        return ["--user=root"] if os.geteuid() == 0 else []

    def start(self, durable, options=()):
        options = [*([] if durable else WITHOUT_DURABILITY), *options]
        with open(self.folder / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                ["mariadbd", "--no-defaults", f"--datadir={self.data}", f"--socket={self.socket}",
                 "--skip-networking", "--skip-log-bin", "--innodb-log-file-size=256M",
                 *self._account(), *options], stdout=log, stderr=log)
        for _ in range(300):
            if self.process.poll() is not None:
                break
            answer = subprocess.run(self.client("-e", "SELECT 1"), check=False,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if answer.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not start:\n"
                           + (self.folder / "log").read_text(encoding="utf-8"))

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait()
        self.process = None

    def client(self, *arguments):
        return ["/usr/bin/mariadb", "--no-defaults", "-uroot", f"--socket={self.socket}",
                *arguments]

    def query(self, sql):
        """The first column of the answer."""
        answer = subprocess.run(self.client("-N", "-B", "-e", sql), check=True,
                                stdout=subprocess.PIPE, text=True)
        return answer.stdout.split()

    def fresh_database(self, name):
        self.query(f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}"
                   " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
