"""Dumps of dbmig and of mariadb-dump, loaded again: the database is what it was."""

import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests" / "schema" / "common")]

from dbmig import TREES, Dbmig, binary  # noqa: E402
from facts import differences, facts  # noqa: E402
from server import PrivateServer  # noqa: E402

ZOO = ROOT / "tests" / "integration" / "dump" / "zoo.sql"
# What mariadb-dump itself does not bring back: SHOW CREATE TABLE shows these defaults with question
# marks, and a FLOAT is printed with six digits.
LOST_BY_MARIADB_DUMP = ("'hex'", "'smile'", "('rows', 't_values')")


class AgainstMariadbDump(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = PrivateServer().__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.folder = cls.server.folder

    def client(self, path, *arguments):
        with open(path, "rb") as script:
            subprocess.run(["mariadb", "--no-defaults", "-uroot", f"--socket={self.server.socket}", "--comments",
                            "--default-character-set=utf8mb4", *arguments], stdin=script, check=True)

    def mariadb_dump(self, database):
        path = self.folder / f"{database}.theirs.sql"
        subprocess.run(["mariadb-dump", "--no-defaults", "-uroot", f"--socket={self.server.socket}", "--routines",
                        "--events", "--triggers", "--hex-blob", "--skip-dump-date", f"--result-file={path}",
                        database], check=True)
        return path

    def facts(self, database):
        with self.server.connect() as connection:
            return facts(connection, database)

    def recreate(self, database):
        with self.server.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = "
                           f"'{database}'")
            collation = cursor.fetchone()[0]
            cursor.execute(f"DROP DATABASE `{database}`")
            cursor.execute(f"CREATE DATABASE `{database}` COLLATE {collation}")

    def drop_bookkeeping(self, database):
        """What dbmig remembers of its runs is part of no dump of its own."""
        with self.server.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS `{database}`.dbmig_journal")

    def check(self, database, dbmig, lost=()):
        ours = self.folder / f"{database}.ours.sql"
        dbmig("dump", "--data", "-o", str(ours))
        self.drop_bookkeeping(database)
        before = self.facts(database)
        theirs = self.mariadb_dump(database)
        for path, load, forgiven in (
            (ours, lambda: self.client(ours), ()),
            (ours, lambda: dbmig("load", str(ours)), ()),
            (theirs, lambda: self.client(theirs, database), lost),
            (theirs, lambda: dbmig("load", str(theirs)), lost),
        ):
            self.recreate(database)
            load()
            with self.subTest(database=database, dump=path.name):
                found = [line for line in differences(before, self.facts(database))
                         if not any(word in line for word in forgiven)]
                self.assertEqual(found, [])

    def test_both_trees(self):
        for tree, database in zip(TREES, ("voipbin", "asterisk")):
            self.server.create_database(database)
            tool = Dbmig(self.server, tree, database)
            tool.upgrade()
            self.check(database, tool.run)

    def test_one_of_everything(self):
        self.server.create_database("zoo")
        self.client(ZOO, "zoo")
        settings = self.folder / "zoo.ini"
        versions = self.folder / "zoo" / "versions"
        versions.mkdir(parents=True)
        (versions / "a1b2_zoo.sql").write_text(
            "-- ---\n-- revision: a1b2\n-- down_revision: null\n-- message: zoo\n-- ---\n\n-- migrate:upgrade\n")
        settings.write_text(f"[zoo]\nscript_location = {self.folder}/zoo\nurl = {self.server.url('zoo')}\n")

        def dbmig(*arguments):
            done = subprocess.run([binary(), "-c", str(settings), "-n", "zoo", *arguments], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

        self.check("zoo", dbmig, LOST_BY_MARIADB_DUMP)


if __name__ == "__main__":
    unittest.main()
