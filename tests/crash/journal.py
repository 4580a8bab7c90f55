"""What dbmig's journal says, as far as the suite compares it."""

import collections

from mysql_session import ServerError, quoted
from snapshot import DATABASE, JOURNAL

_NO_SUCH_TABLE = 1146
# Whatever else a row says (when, by whom, how long) differs from run to run. So may the order of the steps: what
# is left of a history with branches can be walked in more than one way.
_COMPARED = ("revision", "direction", "number", "state", "kind", "sha256")


def read(session, database=DATABASE):
    """The rows of the journal as dictionaries; None where there is none."""
    try:
        columns, rows = session.table(f"SELECT * FROM {quoted(database)}.{JOURNAL}")
    except ServerError as error:
        if error.number != _NO_SUCH_TABLE:
            raise
        return None
    return [dict(zip(columns, row)) for row in rows]


def compared(rows):
    """What must be the same after a disturbed run as after an undisturbed one, and as often."""
    return collections.Counter(tuple(row.get(name) for name in _COMPARED) for row in rows or [])


def problems(expected, found):
    """Lines that say what is wrong with the journal `found`."""
    if (expected is None) != (found is None):
        return [f"{JOURNAL}: {'not there' if found is None else 'there'}, undisturbed it is not so"]
    missing, more = compared(expected) - compared(found), compared(found) - compared(expected)
    return [f"{JOURNAL}: missing {row}" for row in sorted(missing, key=repr)[:5]] + [
        f"{JOURNAL}: too many {row}" for row in sorted(more, key=repr)[:5]]
