"""What a person is told when a dump or a load cannot be done, word for word, and what is left behind."""

import hashlib
import os
import pathlib
import resource
import signal
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests" / "schema" / "common")]

from dbmig import binary  # noqa: E402
from server import PrivateServer  # noqa: E402

REVISION = """-- ---
-- revision: {id}
-- down_revision: {down}
-- message: {id}
-- ---

-- migrate:upgrade
{sql}
"""


def limited_files():
    """As on a full disk, but without one: no file may grow beyond 64 KiB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))


class Failures(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = PrivateServer().__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.run_sql("DROP DATABASE IF EXISTS shop; CREATE DATABASE shop")
        self.folder = self.server.folder / self._testMethodName
        (self.folder / "tree" / "versions").mkdir(parents=True)
        (self.folder / "out").mkdir()
        self.revision("a1", "null", "CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(2000));")
        (self.folder / "x.ini").write_text(
            f"[shop]\nscript_location = {self.folder}/tree\nurl = {self.server.url('shop')}\nlock_timeout = 0s\n"
            f"retries = 0\n")

    def revision(self, name, down, sql):
        (self.folder / "tree" / "versions" / f"{name}_x.sql").write_text(
            REVISION.format(id=name, down=down, sql=sql))

    def run_sql(self, sql):
        with self.server.connect() as connection, connection.cursor() as cursor:
            for statement in sql.split("; "):
                cursor.execute(statement)

    def dbmig(self, *arguments, **options):
        done = subprocess.run([binary(), "-q", "-c", str(self.folder / "x.ini"), "-n", "shop", *arguments],
                              capture_output=True, cwd=self.folder, check=False, **options)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def fill(self):
        self.assertEqual(self.dbmig("upgrade", "head")[0], 0)
        self.run_sql("INSERT INTO shop.a SELECT seq, REPEAT('x', 1000) FROM shop.seq_1_to_3000")

    def test_a_full_disk_leaves_no_file(self):
        self.fill()
        status, _, said = self.dbmig("dump", "--data", "-o", "out/d.sql", preexec_fn=limited_files)
        self.assertEqual(said, "dbmig: cannot write out/d.sql: File too large\nstate: no file was written\n")
        self.assertEqual((status, os.listdir(self.folder / "out")), (73, []))

    def test_a_full_disk_leaves_the_older_dump_as_it_was(self):
        self.fill()
        (self.folder / "out" / "d.sql").write_text("old")
        self.assertEqual(self.dbmig("dump", "--data", "-o", "out/d.sql", preexec_fn=limited_files)[0], 73)
        self.assertEqual((self.folder / "out" / "d.sql").read_text(), "old")
        self.assertEqual(os.listdir(self.folder / "out"), ["d.sql"])

    def test_a_target_that_cannot_be_written_is_named(self):
        self.fill()
        status, _, said = self.dbmig("dump", "-o", "no/such/d.sql")
        self.assertEqual(said, "dbmig: cannot write no/such/d.sql: No such file or directory\n"
                               "state: no file was written\n")
        self.assertEqual(status, 73)

    def test_a_lost_connection_leaves_no_file(self):
        self.fill()
        os.mkfifo(self.folder / "pipe")  # Holds the dump up until somebody reads.
        command = [binary(), "-q", "-c", str(self.folder / "x.ini"), "-n", "shop", "dump", "--data", "-o", "pipe"]
        with subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE) as running:
            with open(self.folder / "pipe", "rb") as pipe:
                pipe.read(1)
                with self.server.connect() as connection, connection.cursor() as cursor:
                    cursor.execute("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT `id`%'")
                    cursor.execute(f"KILL {cursor.fetchone()[0]}")
                pipe.read()
            said = running.stderr.read().decode()
        lines = said.splitlines()
        self.assertEqual(lines[0], "dbmig: the connection was lost while rows were read")
        # What the client library makes of a session that is killed depends on the moment.
        self.assertIn(lines[1], ("server error 2013 (HY000): Lost connection to server during query",
                                 "server error 1927 (70100): Connection was killed"))
        self.assertEqual(lines[2:], ["state: no file was written", "hint: run the same command again"])
        self.assertEqual(running.returncode, 69)

    def holder(self):
        """A session that holds the run lock of shop."""
        connection = self.server.connect()
        self.addCleanup(connection.close)
        name = hashlib.sha256(b"shop\0alembic_version").hexdigest()[:32]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT GET_LOCK('dbmig:{name}', 0), CONNECTION_ID()")
            granted, number = cursor.fetchone()
        self.assertEqual(granted, 1)
        return number

    def busy(self, number):
        return (f"dbmig: another run holds the lock of shop: connection {number} (root@localhost)\n"
                "state: nothing was changed\n"
                "hint: run the command again later; `dbmig lock` shows the holder, `dbmig lock --break` ends its "
                "connection\n")

    def test_no_dump_is_made_in_the_middle_of_a_run(self):
        number = self.holder()
        status, out, said = self.dbmig("dump")
        self.assertEqual((status, out, said), (75, "", self.busy(number)))

    def test_no_dump_is_loaded_in_the_middle_of_a_run(self):
        number = self.holder()
        (self.folder / "d.sql").write_text("CREATE TABLE b (i INT);\n-- dbmig dump complete\n")
        status, _, said = self.dbmig("load", "d.sql")
        self.assertEqual((status, said.split("\n", 1)[1]), (75, self.busy(number)))

    def test_a_run_waits_for_no_dump_that_reads_rows(self):
        self.fill()
        os.mkfifo(self.folder / "pipe")
        command = [binary(), "-q", "-c", str(self.folder / "x.ini"), "-n", "shop", "dump", "--data", "-o", "pipe"]
        with subprocess.Popen(command, cwd=self.folder) as running:
            with open(self.folder / "pipe", "rb") as pipe:
                pipe.read(1)
                self.assertEqual(self.dbmig("upgrade", "head"), (0, "", ""))
                self.assertTrue(pipe.read().endswith(b"-- dbmig dump complete\n"))
        self.assertEqual(running.returncode, 0)

    def test_what_a_run_left_unfinished_is_told(self):
        self.revision("a2", "a1", "CREATE TABLE b (i INT);\nCREATE TABLE a (i INT);")
        self.assertEqual(self.dbmig("upgrade", "head")[0], 2)
        status, out, said = self.dbmig("dump")
        self.assertEqual(said, "WARN  [dbmig.shop] upgrade a2 is unfinished: the dump has what is in effect of it, and "
                               "its version table does not count it; `dbmig resume` first\n")
        self.assertEqual((status, "CREATE TABLE `b`" in out), (0, True))

    def test_a_dump_comes_through_a_pipe(self):
        self.fill()
        dump = self.dbmig("dump", "--data")[1]
        self.run_sql("DROP DATABASE shop; CREATE DATABASE shop")
        self.assertEqual(self.dbmig("load", "-", input=dump.encode()), (0, "", ""))
        self.assertEqual(self.dbmig("dump", "--data")[1], dump)

    def test_a_file_that_shrinks_while_it_is_loaded_is_an_error(self):
        row = "INSERT INTO b VALUES (" + "1), (".join([""] * 2000) + "1);\n"
        text = "CREATE TABLE b (i INT);\nDO SLEEP(3);\n" + row * 100 + "-- dbmig dump complete\n"
        (self.folder / "d.sql").write_text(text)
        command = [binary(), "-q", "-c", str(self.folder / "x.ini"), "-n", "shop", "load", "d.sql"]
        with subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE) as running:
            with self.server.connect() as connection, connection.cursor() as cursor:
                while not cursor.execute("SELECT 1 FROM information_schema.processlist WHERE info LIKE 'DO SLEEP%'"):
                    self.assertIsNone(running.poll())
            os.truncate(self.folder / "d.sql", 100)
            said = running.stderr.read().decode()
        self.assertEqual(said.split("\n", 1)[1],
                         "dbmig: d.sql was changed while it was read\n"
                         "state: 2 statements ran; `shop` holds a part of the dump\n"
                         "hint: load it when whatever writes it has come to its end\n")
        self.assertEqual(running.returncode, 65)

    def test_a_load_whose_lock_is_taken_from_it_ends(self):
        (self.folder / "d.sql").write_text("DO RELEASE_ALL_LOCKS();\nDO SLEEP(1.2);\nCREATE TABLE b (i INT);\n"
                                           "-- dbmig dump complete\n")
        status, _, said = self.dbmig("load", "d.sql")
        self.assertEqual(said.split("\n", 1)[1],
                         "dbmig: the lock of this run is gone: nothing more was sent\n"
                         "state: 2 statements ran; `shop` holds a part of the dump\n"
                         "hint: drop and create `shop`, then load again\n")
        self.assertEqual(status, 75)


if __name__ == "__main__":
    unittest.main()
