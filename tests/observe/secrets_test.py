"""A marked password, and everything that a run leaves or shows, searched for it."""

import contextlib
import json
import os
import pathlib
import socket
import struct
import threading
import unittest
import urllib.parse

from bench import Case, end, fetch, push_gateway

MARK = "s3cr3tMARK"
# With what a URL, a shell, SQL or JSON might treat in a way of its own.
PASSWORD = f"pw%'\"@:/{MARK}$x"
FORMS = (MARK.encode(), MARK.encode().hex().encode(), b"czNjcjN0TUFSS")


class CommandLines:
    """Watches the command lines of a process and of all below it, as anybody on the machine can."""

    def __init__(self, process):
        self.seen = set()
        self._root = process.pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _watch(self):
        while not self._stop.wait(0.002):
            self._look()

    def _look(self):
        family = {self._root}
        for _ in range(3):
            family |= {int(child) for parent in family for child in _children(parent)}
        for pid in family:
            with contextlib.suppress(OSError):
                self.seen.add(pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())


def _children(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return []


class Password(Case):
    def setUp(self):
        super().setUp()
        self.server.do("CREATE OR REPLACE USER app@localhost IDENTIFIED BY '" + PASSWORD.replace("'", "''") + "'",
                       "GRANT ALL ON observed.* TO app@localhost", "GRANT PROCESS ON *.* TO app@localhost")
        quoted = urllib.parse.quote(PASSWORD, safe="")
        self.url = self.server.url(self.database).replace("root@", f"app:{quoted}@")
        self.gateway = self.enterContext(push_gateway())
        self.configured = ()

    def configure(self, url, *settings):
        self.configured = (self.project.folder / "migrate.ini",)
        self.project.configure(url, *settings)

    def search(self, status, *arguments, **environment):
        """Runs dbmig with everything on that can tell something, and searches all of it."""
        for form in ("text", "json"):
            process = self.project.start(
                *arguments, "--log-level=debug", f"--log-format={form}", f"--metrics-file={self.folder / 'run.prom'}",
                f"--push-gateway={self.gateway}", f"--termination-log={self.folder / 'last'}", **environment)
            with CommandLines(process) as command_lines:
                ended = end(process)
            self.assertEqual(ended.status, status, ended.out + ended.log)
            found = {"stdout": ended.out.encode(), "stderr": ended.log.encode()}
            found |= {f"command line {i}": line for i, line in enumerate(command_lines.seen)}
            found |= {str(path): path.read_bytes() for path in self.folder.rglob("*")
                      if path.is_file() and path not in self.configured}
            found["gateway"] = fetch(f"{self.gateway}/metrics").encode()
            found["journal"] = self.journal()
            self.assertTrue(command_lines.seen)
            for place, text in found.items():
                for secret in FORMS:
                    self.assertNotIn(secret, text, place)

    def journal(self):
        if not self.rows("SHOW TABLES LIKE 'dbmig_journal'"):
            return b""
        return repr(self.rows("SELECT * FROM dbmig_journal")).encode()

    def test_runs_that_succeed(self):
        self.configure(self.url)
        self.search(0, "wait")
        self.search(0, "upgrade", "head")
        self.search(0, "dump", "-o", "dump.sql")
        self.search(0, "config")
        self.search(0, "status", "--json")
        self.search(0, "downgrade", "base")

    def test_every_source_of_a_password(self):
        bare = self.server.url(self.database).replace("root@", "app@")
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        self.configure(bare, f"password_file = {secret}")
        self.configured += (secret,)
        self.search(0, "upgrade", "head")
        self.configure(bare)
        self.configured += (secret,)
        self.search(0, "upgrade", "head", DBMIG_PASSWORD=PASSWORD)
        self.search(0, "upgrade", "head", DBMIG_PASSWORD_FILE=str(secret))
        self.search(0, "upgrade", "head", DBMIG_URL=self.url)
        options = self.folder / ".my.cnf"
        options.write_text(f"[client]\nuser = app\npassword = '{PASSWORD}'\n".replace("\\", "\\\\"))
        os.chmod(options, 0o600)
        self.configured += (options,)
        self.search(69, "upgrade", "head", DBMIG_URL=bare.replace("app@", "app:@"))

    def test_ten_ways_to_fail(self):
        wrong = self.url.replace("app:", "nobody:")
        self.configure(wrong)
        self.search(69, "upgrade", "head")  # 1: the login is refused
        self.configure(self.url.replace("observed", "no_such_database"))
        self.search(69, "upgrade", "head")  # 2: the database is not there
        self.configure(f"mysql://app:{urllib.parse.quote(PASSWORD, safe='')}@127.0.0.1:1/observed", "retries = 1",
                       "retry_delay = 10ms")
        self.search(69, "upgrade", "head")  # 3: nobody answers
        self.configure(f"mysql://app:{MARK}@@[127.0.0.1:99999/observed")
        self.search(78, "upgrade", "head")  # 4: the URL is broken
        self.configure(self.url + "&nosuch=1")
        self.search(78, "upgrade", "head")  # 5: an option in it is unknown
        self.configure(self.url, f"pasword = {PASSWORD}")
        self.search(78, "upgrade", "head")  # 6: a key is misspelt
        self.configure(self.url)
        self.search(64, "upgrade", "head", "--nosuch")  # 7: the call is wrong
        self.search(65, "upgrade", "nosuch")  # 8: no such revision
        self.project.revision("a3", "CREATE TABLE t_a1 (i INT);", parent="a2")
        self.search(2, "upgrade", "head")  # 9: a statement is refused
        self.project.revision("a3", f"CREATE USER other@localhost IDENTIFIED BY '{MARK}';", parent="a2")
        self.configured += (self.project.versions / "a3_x.sql",)
        self.search(2, "upgrade", "head")  # 10: one with a password in it is refused
        with self.server.connect() as holder, holder.cursor() as cursor:
            cursor.execute("SELECT GET_LOCK(%s, 0)", (self.lock_name(),))
            self.configure(self.url, "lock_timeout = 1s")
            self.configured += (self.project.versions / "a3_x.sql",)
            self.search(75, "upgrade", "head")  # 11: another run holds the lock

    def lock_name(self):
        return json.loads(self.dbmig("lock", "--json").out)["trees"][0]["lock"]

    def test_a_list_of_databases(self):
        self.configure(self.server.url(self.database))
        listed = self.folder / "databases"
        self.configured += (listed,)
        listed.write_text(f"shop {self.url}\nshop {self.url.replace('observed', 'gone')}\n")
        self.search(69, "upgrade", "head", "--databases-file=databases")
        listed.write_text(f"{self.url} shop\n")
        self.search(78, "upgrade", "head", "--databases-file=databases")


class Thief(threading.Thread):
    """A server that lets everybody in and asks each client for a file of its own machine."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self._path = path.encode()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.asked = 0
        self.got = b""

    def run(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                with contextlib.suppress(OSError):
                    self._serve(connection)

    def stop(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, connection):
        capabilities = 0x1 | 0x8 | 0x80 | 0x200 | 0x2000 | 0x8000 | 1 << 19  # With LOCAL_FILES, without TLS.
        greeting = (b"\x0a8.0.36\0" + struct.pack("<I", 7) + b"12345678\0" + struct.pack("<H", capabilities & 0xFFFF)
                    + b"\x2d\x02\0" + struct.pack("<H", capabilities >> 16) + bytes([21]) + bytes(10)
                    + b"123456789012\0mysql_native_password\0")
        self._send(connection, 0, greeting)
        connection.recv(65536)
        self._send(connection, 2, b"\0\0\0\2\0\0\0")
        while connection.recv(65536):
            self.asked += 1
            self._send(connection, 1, b"\xfb" + self._path)
            self.got += connection.recv(65536)
            self._send(connection, 3, b"\0\0\0\2\0\0\0")

    @staticmethod
    def _send(connection, number, body):
        connection.sendall(struct.pack("<I", len(body))[:3] + bytes([number]) + body)


class LocalFiles(Case):
    def test_a_server_that_asks_for_a_file_gets_nothing(self):
        wanted = self.folder / "wanted"
        wanted.write_text(f"the file: {MARK}\n")
        thief = Thief(str(wanted))
        thief.start()
        self.addCleanup(thief.stop)
        self.project.configure(f"mysql://app:pw@127.0.0.1:{thief.port}/observed?ssl_mode=disabled", "retries = 0")
        for command in (("upgrade", "head"), ("current",)):
            ended = self.project.run(*command)
            self.assertIn(ended.status, (2, 69, 70), ended.log)
        self.assertGreater(thief.asked, 0)
        self.assertNotIn(MARK.encode(), thief.got)
        self.assertLessEqual(thief.got.replace(b"\0", b"").strip(b"\1\2\3\4\5"), b"")

    def test_a_script_cannot_send_one(self):
        wanted = self.folder / "wanted"
        wanted.write_text("7\n")
        self.project.revision("a3", f"LOAD DATA LOCAL INFILE '{wanted}' INTO TABLE t_a1;", parent="a2")
        self.dbmig("upgrade", "head", status=2)
        self.assertEqual(self.rows("SELECT i FROM t_a1"), ((1,),))


if __name__ == "__main__":
    unittest.main()
