"""Everything that information_schema knows of a database, and a checksum of every table."""

# What is about the moment, the place or the statistics, not about the schema.
VOLATILE = {
    "CREATE_TIME", "UPDATE_TIME", "CHECK_TIME", "CREATED", "LAST_ALTERED", "LAST_EXECUTED", "STARTS", "CARDINALITY",
    "TABLE_ROWS", "AVG_ROW_LENGTH", "DATA_LENGTH", "INDEX_LENGTH", "DATA_FREE", "MAX_DATA_LENGTH", "CHECKSUM",
    "AUTO_INCREMENT", "MAX_INDEX_LENGTH", "TABLESPACE_NAME", "ORIGINATOR", "VERSION", "PRIVILEGES",
}
# Each with the column that holds the name of the database.
VIEWS = {
    "TABLES": "TABLE_SCHEMA", "COLUMNS": "TABLE_SCHEMA", "STATISTICS": "TABLE_SCHEMA",
    "TABLE_CONSTRAINTS": "TABLE_SCHEMA", "KEY_COLUMN_USAGE": "TABLE_SCHEMA",
    "REFERENTIAL_CONSTRAINTS": "CONSTRAINT_SCHEMA", "CHECK_CONSTRAINTS": "CONSTRAINT_SCHEMA",
    "VIEWS": "TABLE_SCHEMA", "TRIGGERS": "TRIGGER_SCHEMA", "ROUTINES": "ROUTINE_SCHEMA",
    "PARAMETERS": "SPECIFIC_SCHEMA", "EVENTS": "EVENT_SCHEMA", "PARTITIONS": "TABLE_SCHEMA",
}


def facts(connection, database):
    """{(view, row): times} and {("rows", table): checksum}, as one dict."""
    found = {}
    with connection.cursor() as cursor:
        for view, schema in VIEWS.items():
            cursor.execute(f"SELECT * FROM information_schema.{view} WHERE {schema} = %s", (database,))
            names = [column[0].upper() for column in cursor.description]
            for row in cursor.fetchall():
                kept = tuple((name, value) for name, value in zip(names, row) if name not in VOLATILE)
                found[view, kept] = found.get((view, kept), 0) + 1
        # Not the versioned ones: their rows have the time of their insertion in them.
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_type = "
                       "'BASE TABLE' ORDER BY 1", (database,))
        for (table,) in cursor.fetchall():
            name = table.replace("`", "``")
            cursor.execute(f"CHECKSUM TABLE `{database}`.`{name}` EXTENDED")
            found["rows", table] = cursor.fetchone()[1]
    return found


def differences(one, other):
    """Lines that say what only one side has."""
    lines = [f"only before: {key} {value}" for key, value in one.items() if other.get(key) != value]
    lines += [f"only after: {key} {value}" for key, value in other.items() if one.get(key) != value]
    return sorted(lines)
