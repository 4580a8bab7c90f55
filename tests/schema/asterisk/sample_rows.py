"""Rows for every table, so that a revision is tried on data and not on empty tables."""

import re

from schema_facts import rows, tables

# As many as the longest list of enum values that the schema has: each value is used.
ROWS = 9


def _value(name, kind, number):
    """A value of the column's type, different for each row where the type has room."""
    if kind.startswith("enum"):
        values = re.findall(r"'([^']*)'", kind)
        return values[number % len(values)]
    if kind.startswith(("varchar", "text")):
        length = int(re.sub(r"\D", "", kind) or 255)
        # Also beyond the basic plane, where utf8mb3 has no room.
        return f"{number}\U0001F4DE{name}"[:length]
    if kind.startswith("datetime"):
        return f"2026-01-0{number + 1} 00:00:00"
    if kind.startswith("tinyint(1)"):
        return number % 2
    return number + 1


class SampleRows:
    """Fills tables with made-up rows and later tells whether they are still there.

    The values follow from column and row number, so a row of a parent table and a row of its child
    agree by themselves wherever their columns have the same name.
    """

    def __init__(self, connection, database):
        self._connection = connection
        self._database = database
        self._filled = {}

    def fill_new_tables(self):
        for table in tables(self._connection, self._database):
            if table not in self._filled:
                self._filled[table] = self._fill(table)

    def refill_all_tables(self):
        """Replaces all rows, so that columns and enum values of later revisions are used too."""
        rows(self._connection, "SET FOREIGN_KEY_CHECKS = 0")
        for table in self._filled:
            rows(self._connection, f"DELETE FROM `{table}`")
            self._filled[table] = self._fill(table)
        rows(self._connection, "SET FOREIGN_KEY_CHECKS = 1")

    def check_counts(self):
        for table in tables(self._connection, self._database):
            count = rows(self._connection, f"SELECT COUNT(*) FROM `{table}`")[0][0]
            if count != ROWS:
                raise AssertionError(f"{table} holds {count} rows of {ROWS}")

    def check_unchanged(self):
        """Every value that was inserted is still what it was."""
        self.check_counts()
        for table, (columns, inserted) in self._filled.items():
            found = self._select(table, columns)
            if found != inserted:
                raise AssertionError(f"{table}: {found} was {inserted}")

    def _fill(self, table):
        types = rows(self._connection, "SELECT column_name, column_type"
                     " FROM information_schema.columns"
                     " WHERE table_schema = %s AND table_name = %s"
                     " ORDER BY ordinal_position", self._database, table)
        columns = [name for name, _ in types]
        names = ", ".join(f"`{name}`" for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        for number in range(ROWS):
            values = [_value(name, kind, number) for name, kind in types]
            rows(self._connection, f"INSERT INTO `{table}` ({names}) VALUES ({marks})", *values)
        return columns, self._select(table, columns)

    def _select(self, table, columns):
        names = ", ".join(f"`{name}`" for name in columns)
        return sorted(rows(self._connection, f"SELECT {names} FROM `{table}`"))
