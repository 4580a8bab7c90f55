"""House rules, read off information_schema at head, and what constraints, triggers and routines do."""

import re

import pymysql

import sample_rows

# Rows of these are added and never changed, or live and die with their parent.
_NEVER_DELETED = {"agent_tags", "directory_numbertags", "directory_syncs", "did_predictions", "did_usagelogs", "transfer_attempts"}
# MariaDB's number and MySQL's.
CHECK_VIOLATED = (4025, 3819)
_SERVICES = ("agent", "billing", "call", "campaign", "conference", "conversation", "customer", "did", "directory", "flow", "message",
             "number", "queue", "recording", "registrar", "route", "storage", "tag", "transcribe", "transfer")


def _columns(world):
    tables = set(world.head.tables())
    return [column for column in world.head.columns() if column[0] in tables]


def test_tables_are_named_by_service_and_plural(world):
    for table in world.head.tables():
        service, _, plural = table.partition("_")
        assert service in _SERVICES and plural.endswith("s"), table


def test_every_table_is_innodb_with_general_ci_and_a_comment(world):
    rows = world.head.query("""SELECT TABLE_NAME, ENGINE, TABLE_COLLATION, TABLE_COMMENT FROM information_schema.TABLES
                                WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'""")
    for table, engine, collation, comment in rows:
        if table in world.head.tables():
            assert (engine, collation) == ("InnoDB", "utf8mb4_general_ci") and comment, table


def test_every_text_column_is_utf8mb4_general_ci_or_json(world):
    for table, name, _, _, _, kind, charset, collation, *_ in _columns(world):
        if charset:
            assert charset == "utf8mb4", (table, name)
            json = collation == "utf8mb4_bin" and kind == "longtext"
            assert json or collation == "utf8mb4_general_ci", (table, name, collation)


def test_every_uuid_is_binary_16(world):
    for table, name, _, _, _, kind, *_ in _columns(world):
        if name == "id" or name.endswith("_id"):
            assert kind == "binary(16)", (table, name, kind)


def test_every_time_is_datetime_6_and_named_tm(world):
    for table, name, _, _, _, kind, *_ in _columns(world):
        assert name.startswith("tm_") == kind.startswith(("datetime", "timestamp")), (table, name, kind)
        assert not name.startswith("tm_") or kind == "datetime(6)", (table, name, kind)


def test_rows_tell_when_they_were_created_and_deleted(world):
    columns = {}
    for table, name, _, _, nullable, *_ in _columns(world):
        columns.setdefault(table, {})[name] = nullable
    for table, names in columns.items():
        assert names.get("tm_create") == "NO", table
        assert table in _NEVER_DELETED or (names["tm_update"], names["tm_delete"]) == ("YES", "YES"), table


def test_every_table_has_a_primary_key(world):
    indexes = world.head.indexes()
    for table in world.head.tables():
        assert (table, "PRIMARY") in indexes, table


def test_indexes_are_named_by_table_and_columns(world):
    for (table, name), (unique, columns) in world.head.indexes().items():
        if name != "PRIMARY":
            assert name == f"{'uq' if unique else 'idx'}_{table}_{'_'.join(columns)}", name


def test_every_reference_has_an_index_that_begins_with_it(world):
    first = {(table, columns[0]) for (table, _), (_, columns) in world.head.indexes().items()}
    for table, name, *_ in _columns(world):
        if name.endswith("_id"):
            assert (table, name) in first, f"{table}.{name}"


def test_no_index_is_the_beginning_of_another(world):
    indexes = world.head.indexes()
    for (table, name), (unique, columns) in indexes.items():
        longer = [other for (at, other), (_, more) in indexes.items()
                  if at == table and other != name and not unique and more[: len(columns)] == columns]
        assert not longer, f"{name} is the beginning of {longer}"


def test_names_fit_into_sixty_four_characters(world):
    for line in world.head.schema():
        assert not re.search(r"\b[a-z_0-9]{65,}\b", line), line


def test_generated_columns_are_nullable(world):
    for table, name, _, _, nullable, _, _, _, _, expression, _ in _columns(world):
        assert not expression or nullable == "YES", (table, name)


def test_partitioned_tables_have_the_time_in_every_unique_key(world):
    tables = {row[0] for row in world.head.query("""SELECT TABLE_NAME FROM information_schema.PARTITIONS
                                                     WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL""")}
    assert tables == {"did_usagelogs"}
    for (table, name), (unique, columns) in world.head.indexes().items():
        assert table not in tables or not unique or "tm_create" in columns, name


def test_only_data_that_one_service_owns_has_foreign_keys(world):
    for table, name, column, _, target, _ in world.head.foreign_keys():
        assert name == f"fk_{table}_{column}"
        assert table.split("_")[0] == target.split("_")[0] in ("directory", "transfer"), name


def _refused(facts, sql, arguments, *numbers):
    try:
        facts.query(sql, arguments)
    except pymysql.err.MySQLError as error:
        assert error.args[0] in numbers, error
    else:
        raise AssertionError(f"accepted: {sql}")


def test_living_rows_are_unique_and_deleted_ones_are_not_in_the_way(world):
    _, facts = _database(world)
    insert = "INSERT INTO number_numbers (id, customer_id, number, tm_create, tm_delete) VALUES (%s, %s, '+15550001', '2026-01-01', %s)"
    customer = sample_rows.row_id("customer_customers", 1)
    for row, deleted in ((101, "2026-01-02"), (102, "2026-01-03"), (103, None)):
        facts.query(insert, (sample_rows.row_id("number_numbers", row), customer, deleted))
    _refused(facts, insert, (sample_rows.row_id("number_numbers", 104), customer, None), 1062)
    revive = "UPDATE number_numbers SET tm_delete = NULL WHERE id = %s"
    _refused(facts, revive, sample_rows.row_id("number_numbers", 101), 1062)


def test_number_is_billed_for_each_month_once(world):
    _, facts = _database(world)
    insert = """INSERT INTO billing_billings (id, customer_id, account_id, reference_type, reference_id, tm_billing_start, tm_create)
                VALUES (%s, REPEAT('c', 16), REPEAT('a', 16), 'number', REPEAT('n', 16), %s, '2026-03-01')"""
    facts.query(insert, (sample_rows.row_id("billing_billings", 1), "2026-01-01"))
    facts.query(insert, (sample_rows.row_id("billing_billings", 2), "2026-02-01"))
    _refused(facts, insert, (sample_rows.row_id("billing_billings", 3), "2026-02-01"), 1062)


def test_transfer_steps_out_of_order_are_refused(world):
    _, facts = _database(world)
    plan, entry = sample_rows.row_id("transfer_plans", 1), sample_rows.row_id("transfer_entries", 1)
    facts.query("INSERT INTO transfer_plans (id, name, source_domain, target_domain, tm_create) VALUES (%s, 'p', 'a', 'b', '2026-01-01')",
                plan)
    facts.query("""INSERT INTO transfer_entries (id, plan_id, number, source_phone_id, source_type, tm_create)
                   VALUES (%s, %s, '+1', %s, 'root-pin', '2026-01-01')""", (entry, plan, entry))
    _refused(facts, "UPDATE transfer_entries SET tm_clear = '2026-01-02' WHERE id = %s", entry, *CHECK_VIOLATED)
    facts.query("UPDATE transfer_entries SET tm_move = '2026-01-02', tm_clear = '2026-01-03' WHERE id = %s", entry)
    _refused(facts, "UPDATE transfer_entries SET tm_move = NULL WHERE id = %s", entry, *CHECK_VIOLATED)


def test_month_is_added_to_the_log_once(world):
    _, facts = _database(world)
    count = "SELECT COUNT(*) FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME = 'p_202707'"
    for _ in range(2):
        facts.query("CALL did_usagelogs_add_partition('2027-07-01')")
        assert facts.query(count) == ((1,),)
    _refused(facts, "CALL did_usagelogs_add_partition('2027-08-02')", None, 1644)


def test_late_report_of_usage_leaves_the_newer_count_alone(world):
    _, facts = _database(world)
    tenant, did = sample_rows.row_id("did_tenants", 1), sample_rows.row_id("did_dids", 1)
    facts.query("INSERT INTO did_dids (id, tenant_id, number, tm_create) VALUES (%s, %s, '+1', '2026-01-01')", (did, tenant))
    for row, when in enumerate(("2026-05-01 23:59:59", "2026-05-02 00:00:00", "2026-05-02 09:00:00", "2026-05-01 10:00:00")):
        facts.query("INSERT INTO did_usagelogs (id, tenant_id, did_id, campaign_id, tm_create) VALUES (%s, %s, %s, %s, %s)",
                    (sample_rows.row_id("did_usagelogs", row), tenant, did, tenant, when))
    used, day, count = facts.query("SELECT tm_used, usage_date, usage_count FROM did_dids WHERE id = %s", did)[0]
    assert (str(used), str(day), count) == ("2026-05-02 09:00:00", "2026-05-02", 2)


def test_downgrade_of_the_months_also_takes_those_of_the_routine(world):
    tool, facts = _database(world)
    facts.query("CALL did_usagelogs_add_partition('2027-09-01')")
    tool.downgrade(world.ids["did_rotationrules_add_constraint_daily_cap"])
    names = facts.query("""SELECT PARTITION_NAME FROM information_schema.PARTITIONS
                            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' ORDER BY PARTITION_ORDINAL_POSITION""")
    assert [name for (name,) in names][-2:] == ["p_202612", "p_after"]
    assert facts.query("SELECT COUNT(*) FROM did_usagelogs") == ((4,),)
    tool.upgrade()


def _database(world):
    return world.rules_database
