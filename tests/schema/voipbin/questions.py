"""What the question tests share: a database at head, rows by the thousand, and the plans of queries."""

import functools

import facts

# First byte of an id tells the table, the rest is the number of the row: the same in SQL and in Python.
KINDS = {"customer": 1, "flow": 2, "number": 3, "tenant": 4, "user": 5, "did": 6, "pool": 7, "campaign": 8, "rule": 9,
         "prediction": 10, "log": 11, "workspace": 12, "agent": 13, "assignment": 14, "plan": 15, "entry": 16, "attempt": 17,
         "orphan": 18, "callerid": 19, "config": 20, "phone": 21, "message flow": 22, "import": 23, "trunk": 24, "other": 25}


def key(kind, row):
    return bytes([KINDS[kind]]) + row.to_bytes(15, "big")


def sql_key(kind, expression):
    return f"UNHEX(CONCAT('{KINDS[kind]:02X}', LPAD(HEX({expression}), 30, '0')))"


def row_of(value):
    """The number of the row that an id was made from."""
    return int.from_bytes(value[1:], "big")


class Questions:
    """A database at head that asks and explains."""

    def __init__(self, database):
        self._facts = database
        self.do = database.query

    def numbers(self, sql, arguments=()):
        """The first column of the answer, each id as the number of its row, in the order of the answer."""
        return [row_of(row[0]) for row in self._facts.query(sql, arguments)]

    def fill(self, table, count, **columns):
        """`count` rows at once; each column is an SQL expression over seq, which counts from 1."""
        self.do(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {facts.numbers(count)}")

    def analyze(self, *tables):
        for table in tables:
            self.do(f"ANALYZE TABLE {table}")

    def assert_indexed(self, sql, arguments=(), small=(), no_sort=False):
        """No table is read whole but the named small ones; with `no_sort`, the order comes from an index.

        Reads the plan as a table: as JSON, MariaDB repeats the bytes of an id and the text does not parse.
        """
        plan = self.explain(sql, arguments)
        text = "\n".join(str(step) for step in plan)
        for step in plan:
            table, extra = step["table"] or "", step["Extra"] or ""
            if table in small or table.startswith("<") or "const row not found" in extra or not step["type"]:
                continue
            assert step["type"] != "ALL" and step["key"], f"{table} is read whole:\n{text}"
            assert step["type"] != "index" or "Using index" in extra, f"{table} is read whole:\n{text}"
        assert any(step["key"] for step in plan), text
        assert not no_sort or "Using filesort" not in text, text

    def explain(self, sql, arguments=()):
        # Newer MySQL explains with a tree unless told otherwise, and shows partitions unasked.
        how = "PARTITIONS" if self._is_mariadb() else "FORMAT = TRADITIONAL"
        with self._facts.cursor(dictionary=True) as cursor:
            cursor.execute(f"EXPLAIN {how} {sql}", arguments)
            return cursor.fetchall()

    def _is_mariadb(self):
        return "MariaDB" in self.do("SELECT VERSION()")[0][0]

    def rows_read(self, sql, arguments=()):
        """How many rows the server touched to answer."""
        self.do("FLUSH STATUS")
        self.do(sql, arguments)
        return sum(int(value) for _, value in self.do("SHOW SESSION STATUS LIKE 'Handler_read%'"))


@functools.lru_cache(maxsize=None)
def database(world):
    """One database at head for all questions."""
    tool, found = world.database("questions")
    tool.upgrade()
    return Questions(found)
