"""What a server holds in the databases of the suite, as plain values that two runs can be compared by."""

import re

from mysql_session import ServerError, literal, quoted

DATABASE = "crash"
VERSION_TABLE = "alembic_version"
JOURNAL = "dbmig_journal"
_OURS = r"LIKE 'crash%'"
_AUTO_INCREMENT = re.compile(r" AUTO_INCREMENT=\d+")
# Schema, then what is asked of each of its tables in one go.
_QUESTIONS = {
    "tables": "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT"
              f" FROM information_schema.TABLES WHERE TABLE_SCHEMA {_OURS}",
    "columns": "SELECT TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE,"
               f" COLLATION_NAME, EXTRA, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA {_OURS}",
    "indexes": "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, NON_UNIQUE, INDEX_TYPE"
               f" FROM information_schema.STATISTICS WHERE TABLE_SCHEMA {_OURS}",
    "databases": "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                 f" WHERE SCHEMA_NAME {_OURS}",
}
_STORED = {
    "PROCEDURE": f"SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA {_OURS} AND ROUTINE_TYPE = 'PROCEDURE'",
    "FUNCTION": f"SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA {_OURS} AND ROUTINE_TYPE = 'FUNCTION'",
    "TRIGGER": f"SELECT TRIGGER_SCHEMA, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA {_OURS}",
    "EVENT": f"SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA {_OURS}",
}
_CLOCK = {"Created"}


def accounts(session):
    """Users and roles of the suite, as '...'@'...'."""
    return sorted(f"{literal(user)}@{literal(host)}" for user, host in
                  session.query("SELECT user, host FROM mysql.user WHERE user LIKE 'crash%'"))


def take(session, counts=False):
    """{what: its value} of all that is there but dbmig's own journal."""
    facts = {}
    for name, query in _QUESTIONS.items():
        for row in session.query(query):
            if len(row) < 2 or not _own(row[1]):
                facts[(name, *row[:4])] = row
    for kind, query in _STORED.items():
        for schema, name in session.query(query):
            columns, rows = session.table(f"SHOW CREATE {kind} {quoted(schema)}.{quoted(name)}")
            facts[(kind, schema, name)] = tuple(v for c, v in zip(columns, rows[0]) if c not in _CLOCK)
    for key in [key for key in facts if key[0] == "tables"]:
        _take_table(session, facts, facts[key], counts)
    for account in accounts(session):
        facts[("grants", account)] = _grants(session, account)
    return facts


def _take_table(session, facts, row, counts):
    schema, table, kind = row[:3]
    name = f"{quoted(schema)}.{quoted(table)}"
    shown = session.query(f"SHOW CREATE {'VIEW' if kind == 'VIEW' else 'TABLE'} {name}")[0][1]
    facts[("definition", schema, table)] = shown if counts else _AUTO_INCREMENT.sub("", shown)
    # A row of a table with history begins at a moment of the clock.
    if kind == "BASE TABLE" or kind == "SEQUENCE":
        facts[("rows", schema, table)] = tuple(sorted(session.query(f"SELECT * FROM {name}"), key=repr))


def _grants(session, account):
    try:
        return tuple(sorted(row[0] for row in session.query(f"SHOW GRANTS FOR {account}")))
    except ServerError:  # a role of MariaDB has no host
        return tuple(sorted(row[0] for row in session.query(f"SHOW GRANTS FOR {account.split('@')[0]}")))


def _own(table):
    return table.startswith("dbmig_")


def differences(expected, found):
    """Lines that say what differs, at most a dozen."""
    lines = []
    for key in sorted(expected.keys() | found.keys(), key=repr):
        if expected.get(key) != found.get(key):
            lines.append(f"{' '.join(map(str, key))}\n    undisturbed: {_short(expected.get(key))}\n    now:         {_short(found.get(key))}")
    return lines[:12] + ([f"... and {len(lines) - 12} more"] if len(lines) > 12 else [])


def _short(value):
    text = "not there" if value is None else str(value)
    return text if len(text) < 600 else text[:600] + " ..."


def clear(session):
    """Takes away everything of the suite."""
    for (name,) in session.query(f"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME {_OURS}"):
        session.query(f"DROP DATABASE {quoted(name)}")
    for account in accounts(session):
        try:
            session.query(f"DROP USER {account}")
        except ServerError:
            session.query(f"DROP ROLE {account.split('@')[0]}")
