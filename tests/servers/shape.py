"""What two servers of different makes must agree on about one database, as far as both can say it."""

QUERIES = {
    "tables": "SELECT table_name, table_comment FROM information_schema.tables WHERE table_schema = '{0}' AND "
              "table_type = 'BASE TABLE'",
    "columns": "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, numeric_precision, "
               "numeric_scale, datetime_precision, column_comment, "
               "IF(data_type IN ('longtext', 'json'), '', character_maximum_length), "
               "LOCATE('auto_increment', extra) > 0, LOCATE('STORED GENERATED', extra) > 0, "
               "LOCATE('VIRTUAL GENERATED', extra) > 0, LOCATE('INVISIBLE', extra) > 0, "
               "LOCATE('unsigned', column_type) > 0, IF(data_type IN ('enum', 'set'), column_type, '') "
               "FROM information_schema.columns WHERE table_schema = '{0}' AND table_name IN (SELECT table_name FROM "
               "information_schema.tables WHERE table_schema = '{0}' AND table_type = 'BASE TABLE')",
    "keys": "SELECT table_name, index_name, seq_in_index, column_name, non_unique, IFNULL(sub_part, ''), "
            "index_type FROM information_schema.statistics WHERE table_schema = '{0}'",
    "foreign keys": "SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, "
                    "k.referenced_column_name, REPLACE(r.delete_rule, 'NO ACTION', 'RESTRICT'), "
                    "REPLACE(r.update_rule, 'NO ACTION', 'RESTRICT') FROM information_schema.key_column_usage k JOIN "
                    "information_schema.referential_constraints r ON r.constraint_schema = k.table_schema AND "
                    "r.constraint_name = k.constraint_name AND r.table_name = k.table_name "
                    "WHERE k.table_schema = '{0}'",
    "views": "SELECT table_name, column_name, ordinal_position FROM information_schema.columns WHERE table_schema = "
             "'{0}' AND table_name IN (SELECT table_name FROM information_schema.views WHERE table_schema = '{0}')",
    "triggers": "SELECT trigger_name, event_object_table, event_manipulation, action_timing, action_order "
                "FROM information_schema.triggers WHERE trigger_schema = '{0}'",
    "routines": "SELECT routine_name, routine_type, is_deterministic FROM information_schema.routines WHERE "
                "routine_schema = '{0}'",
    "events": "SELECT event_name, interval_value, interval_field, on_completion FROM information_schema.events WHERE "
              "event_schema = '{0}'",
    "partitions": "SELECT table_name, partition_name, partition_ordinal_position, partition_method FROM "
                  "information_schema.partitions WHERE table_schema = '{0}' AND partition_name IS NOT NULL",
}


def shape(server, database):
    """{(kind, line)} of the database; names in the bytes that the client prints."""
    found = set()
    for kind, query in QUERIES.items():
        # A last column that is never empty, since the client's output is stripped.
        query = query.format(database).replace(" FROM information_schema", ", '.' FROM information_schema", 1)
        for line in filter(None, server.query(query).split("\n")):
            if kind == "columns":
                fields = line.split("\t")
                # MariaDB's JSON is a LONGTEXT; the precision of a float is its own affair.
                fields[3] = {"json": "longtext", "geomcollection": "geometrycollection"}.get(fields[3], fields[3])
                if fields[3] in ("float", "double", "year", "bit"):
                    fields[5:7] = ["", ""]
                line = "\t".join(fields)
            found.add((kind, line))
    return found
