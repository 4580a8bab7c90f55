"""The small schema that a random case works on, and what a generator must know of it."""

import dataclasses

NAMES = ("orders", "Lines", "two words", "we`ird", "näme", "select", "t;u", "x--y", "CamelCase", "a/*b", "q'q")
TEXTS = ("plain", "a;b", "it''s", "/* no comment */", "-- no comment", "/*! 50000 */", "`tick`", "\"quoted\"", "ü→ñ", "#", "a\\\\b",
         "DELIMITER //", "tab\\tend")
OTHER = "crash_other"
TYPES = ("INT", "BIGINT", "INT NOT NULL DEFAULT 3", "BIGINT UNSIGNED", "DECIMAL(12,2)")
WORDS = ("VARCHAR(60)", "VARCHAR(90) NOT NULL DEFAULT 'x;y'", "TEXT")

# What every case finds. The rows are few, so that a checksum of them is soon made.
SETUP = """
CREATE TABLE counter (n INT NOT NULL); INSERT INTO counter VALUES (0);
CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, line VARCHAR(60)) ENGINE = MyISAM;
CREATE TABLE base (id INT PRIMARY KEY, n INT, w VARCHAR(60)) CHARACTER SET utf8mb4; INSERT INTO base VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c');
CREATE TABLE second (id INT PRIMARY KEY, n INT, KEY i (n)) CHARACTER SET utf8mb4; INSERT INTO second VALUES (1, 5), (2, 6);
CREATE TABLE plain (id INT PRIMARY KEY, n INT) ENGINE = MyISAM; INSERT INTO plain VALUES (1, 1), (2, 2);
CREATE TABLE parts (id INT PRIMARY KEY, n INT) PARTITION BY RANGE (id)
  (PARTITION p0 VALUES LESS THAN (1000), PARTITION p1 VALUES LESS THAN (1000000)); INSERT INTO parts VALUES (1, 1), (2000, 2);
CREATE TABLE auto (id INT AUTO_INCREMENT PRIMARY KEY, n INT, tag INT); INSERT INTO auto VALUES (1, 1, 0);
CREATE DATABASE crash_other CHARACTER SET utf8mb4; CREATE TABLE crash_other.o (n INT); INSERT INTO crash_other.o VALUES (0);
CREATE PROCEDURE adds(x INT) UPDATE counter SET n = n + x;
CREATE PROCEDURE commits(x INT) BEGIN UPDATE counter SET n = n + x; COMMIT; UPDATE second SET n = n + x; END;
CREATE PROCEDURE alters(x INT) BEGIN UPDATE counter SET n = n + x; ALTER TABLE second FORCE; UPDATE second SET n = n + x; END;
CREATE PROCEDURE logs(x INT) BEGIN UPDATE counter SET n = n + x; INSERT INTO log (line) VALUES (x); END;
CREATE FUNCTION looks() RETURNS INT READS SQL DATA RETURN (SELECT n FROM counter);
CREATE FUNCTION writes(x INT) RETURNS INT DETERMINISTIC BEGIN UPDATE counter SET n = n + x; RETURN x; END;
CREATE FUNCTION notes(x INT) RETURNS INT DETERMINISTIC BEGIN INSERT INTO log (line) VALUES (x); RETURN x; END;
"""


def quoted(name):
    return name if name.isascii() and name.isalnum() and name.islower() and name != "select" else "`" + name.replace("`", "``") + "`"


@dataclasses.dataclass
class Table:
    """One table. The key is always `id`, and `n` is a number of all tables until it is renamed."""

    name: str
    columns: dict  # Name to "number" or "text"; without the key.
    engine: str = "InnoDB"
    indexes: list = dataclasses.field(default_factory=list)
    keys: list = dataclasses.field(default_factory=list)  # Names of foreign keys.
    checks: list = dataclasses.field(default_factory=list)
    partitions: list = dataclasses.field(default_factory=list)
    parent: bool = False  # Whether a foreign key points here.
    bound: bool = False  # A trigger or a view hangs on its columns, or a routine of SETUP on its name.
    special: bool = False  # No generated INSERT may guess what it looks like.

    def __str__(self):
        return quoted(self.name)

    @property
    def numbers(self):
        return [name for name, kind in self.columns.items() if kind == "number"]

    @property
    def texts(self):
        return [name for name, kind in self.columns.items() if kind == "text"]


class World:
    """What is there at this point of the case, and the choices that were made until here."""

    def __init__(self, chance, inner):
        self.chance = chance
        self.inner = inner  # The rules for statements between those of a rule.
        self.tables = {}
        self.views, self.triggers, self.routines, self.functions, self.events, self.users = [], [], [], [], [], []
        self.variables = []  # Of the user's.
        self._last = 100
        for table in (Table("base", {"n": "number", "w": "text"}), Table("second", {"n": "number"}, indexes=["i"], bound=True),
                      Table("plain", {"n": "number"}, "MyISAM"), Table("auto", {"n": "number", "tag": "number"}, special=True),
                      Table("parts", {"n": "number"}, partitions=["p0", "p1"])):
            self.tables[table.name] = table

    def number(self):
        """One that was never used before."""
        self._last += 1
        return self._last

    def name(self, prefix):
        """A new one, every third of them odd."""
        if prefix == "t" and self.chance.random() < 0.35:
            free = [name for name in NAMES if name not in self.tables]
            if free:
                return self.chance.choice(free)
        return f"{prefix}{self.number()}"

    def table(self, suits=lambda table: True):
        """One of those that suit, or None."""
        those = [table for table in self.tables.values() if suits(table)]
        return self.chance.choice(those) if those else None

    def new_column(self):
        """A table, a number that is to be added to it, and the condition by which a query finds that; or None."""
        table = self.table(lambda t: not t.special and not t.bound)
        if not table:
            return None
        column = self.name("c")
        table.columns[column] = "number"
        name = table.name.replace("'", "''")
        return table, column, f"TABLE_NAME = '{name}' AND COLUMN_NAME = '{column}'"

    def text(self):
        return f"'{self.chance.choice(TEXTS)}'"

    def kind(self):
        """A type for a column and which kind it is."""
        if self.chance.random() < 0.7:
            return self.chance.choice(TYPES), "number"
        return self.chance.choice(WORDS), "text"

    def forget(self, table):
        del self.tables[table.name]
        self.triggers = [each for each in self.triggers if each[1] is not table]

    def rename(self, table, name):
        del self.tables[table.name]
        table.name = name
        self.tables[name] = table
