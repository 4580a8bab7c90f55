"""The way up and down: with rows, without rows, at once and step by step."""

import json

import sample_rows
from facts import difference, numbers

# What a revision renamed on purpose.
_RENAMED = {("number_numbers", "flow_id"): "call_flow_id", ("call_calls", "hangup_cause"): "hangup_reason"}


def _assert_empty(facts):
    assert not facts.schema()


def test_base_head_base_leaves_an_empty_database(world):
    tool, facts = world.database("there_and_back")
    tool.upgrade()
    assert len(facts.tables()) >= 50
    tool.downgrade()
    _assert_empty(facts)


def test_every_downgrade_restores_schema_and_rows(world):
    assert not world.walk.broken_downgrades, "\n".join(world.walk.broken_downgrades)


def test_head_at_once_equals_head_step_by_step(world):
    assert not difference(world.head.schema(), world.walk.schema)


def test_every_table_had_rows_before_the_later_steps(world):
    for table in world.walk.facts.tables():
        assert world.walk.facts.query(f"SELECT 1 FROM `{table}` LIMIT 1"), table


def test_no_row_and_no_value_is_lost_on_the_way(world):
    facts = world.walk.facts
    for table, rows in world.walk.seeded.items():
        kept = {c[1] for c in facts.columns() if c[0] == table}
        key = facts.indexes()[table, "PRIMARY"][1]
        for row in rows:
            row = {_RENAMED.get((table, name), name): value for name, value in row.items()}
            row = {name: value for name, value in row.items() if name in kept}
            where = " AND ".join(f"`{name}` = %s" for name in key)
            found = facts.query(f"SELECT {', '.join(f'`{name}`' for name in row)} FROM `{table}` WHERE {where}",
                                [row[name] for name in key])
            assert len(found) == 1, (table, row)
            assert [_text(v) for v in found[0]] == [_text(v) for v in row.values()], (table, row, found[0])


def _text(value):
    """A value as it was given and as the server returns it, made alike."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        return json.dumps(json.loads(value), sort_keys=True)
    if value is None or isinstance(value, (bytes, int)):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)


def test_a_balance_moves_from_the_customer_to_its_account(world):
    rows = world.walk.facts.query("""SELECT c.id, a.balance FROM customer_customers c
                                       JOIN billing_accounts a ON a.id = c.billing_account_id AND a.customer_id = c.id""")
    assert {key: float(balance) for key, balance in rows} == {
        sample_rows.row_id("customer_customers", row): row * 0.25 for row in sample_rows.ROWS}


def test_tags_of_agents_become_rows(world):
    rows = world.walk.facts.query("SELECT agent_id, tag_id FROM agent_tags")
    assert set(rows) == {(sample_rows.row_id("agent_agents", row), sample_rows.row_id("tag_tags", row))
                         for row in sample_rows.ROWS}


def test_targets_of_messages_become_rows_in_their_order(world):
    for row in sample_rows.ROWS:
        rows = world.walk.facts.query("""SELECT type, target, status, parts FROM message_targets
                                          WHERE message_id = %s ORDER BY position""", sample_rows.row_id("message_messages", row))
        assert list(rows) == [tuple(target.values()) for target in sample_rows.targets(row)]


def test_target_that_says_only_its_number_gets_the_usual_rest(world):
    tool, facts = world.database("targets")
    tool.upgrade(world.ids["message_messages_create_table"])
    facts.query("""INSERT INTO message_messages (id, customer_id, source, targets, direction, tm_create)
                   VALUES (REPEAT('m', 16), REPEAT('c', 16), '{}', '[{"target": "+1"}]', 'outbound', '2025-06-04')""")
    tool.upgrade(world.ids["message_targets_create_table"])
    rows = facts.query("SELECT type, target, status, parts FROM message_targets")
    assert rows == (("tel", "+1", "queued", 1),)


def test_tags_of_numbers_become_rows_with_all_their_characters(world):
    rows = world.walk.facts.query("SELECT number_id, tag FROM directory_numbertags")
    assert set(rows) == {(sample_rows.row_id("directory_numbers", row), tag) for row in (1, 2)
                         for tag in json.loads(sample_rows.SPECIAL["directory_numbers", "tags"](row))}


def test_sip_columns_of_numbers_become_configurations(world):
    rows = world.walk.facts.query("SELECT number_id, termination_uri, origination_uri, auth_type FROM directory_sipconfigs")
    assert set(rows) == {(sample_rows.row_id("directory_numbers", 1), "sip:one", "sip:in-one", "credentials"),
                         (sample_rows.row_id("directory_numbers", 2), "sip:two", "sip:in-two", "ip-acl")}


def test_pool_names_become_pools(world):
    for table, rows in (("did_dids", ("east", "east", "west")), ("did_campaigns", ("east", "west", "spare"))):
        found = world.walk.facts.query(f"""SELECT t.id, p.name FROM {table} t
                                             JOIN did_pools p ON p.id = t.pool_id AND p.tenant_id = t.tenant_id""")
        assert dict(found) == {sample_rows.row_id(table, row): rows[row - 1] for row in sample_rows.ROWS}


def test_dids_find_their_number_in_the_directory(world):
    rows = world.walk.facts.query("SELECT id, directory_number_id FROM did_dids WHERE directory_number_id IS NOT NULL")
    assert dict(rows) == {sample_rows.row_id("did_dids", row): sample_rows.row_id("directory_numbers", row) for row in (1, 2)}


def test_counters_of_dids_come_from_the_log(world):
    rows = world.walk.facts.query("SELECT id, DATE_FORMAT(tm_used, '%%Y-%%m-%%d %%T.%%f'), usage_date, usage_count FROM did_dids", ())
    assert sorted(r[1] for r in rows) == [f"2025-11-0{row} 01:02:03.456789" for row in sample_rows.ROWS]
    assert all(str(day) == used[:10] and count == 1 for _, used, day, count in rows)


def test_missing_times_of_purchase_are_the_times_of_creation(world):
    rows = world.walk.facts.query("SELECT tm_create, tm_purchase, tm_renew FROM number_numbers")
    assert len(rows) == 3 and all(len(set(row)) == 1 for row in rows)


def test_steps_of_transfers_get_their_times(world):
    rows = world.walk.facts.query("""SELECT state, tm_move IS NOT NULL, tm_clear IS NOT NULL, tm_finish IS NOT NULL, dialin_type
                                       FROM transfer_entries""")
    assert set(rows) == {("moved", 1, 0, 0, "pinless_dialin"), ("cleared", 1, 1, 0, "pin_dialin"), ("done", 1, 1, 1, "pin_dialin")}


def test_two_thousand_calls_are_renamed_in_chunks_and_kept_in_step(world):
    tool, facts = world.database("calls")
    tool.upgrade(world.ids["campaign_outdialtargets_create_table"])
    facts.query(f"""INSERT INTO call_calls (id, customer_id, source, destination, direction, status, hangup_cause, tm_create)
                    SELECT UNHEX(LPAD(HEX(seq), 32, '0')), UNHEX(REPEAT('0', 32)), '{{}}', '{{}}', 'incoming', 'hangup',
                           ELT(seq % 3 + 1, 'busy', 'normal', ''), '2025-09-01' FROM {numbers(2500)}""")
    tool.upgrade(world.ids["call_calls_add_column_hangup_reason"])
    assert facts.query("SELECT COUNT(*), SUM(hangup_reason <=> hangup_cause) FROM call_calls") == ((2500, 2500),)
    facts.query("UPDATE call_calls SET hangup_cause = 'failed' WHERE id = UNHEX(LPAD('1', 32, '0'))")
    facts.query("UPDATE call_calls SET hangup_reason = 'amd' WHERE id = UNHEX(LPAD('2', 32, '0'))")
    tool.upgrade(world.ids["call_calls_remove_column_hangup_cause"])
    assert facts.query("SELECT hangup_reason FROM call_calls ORDER BY id LIMIT 3") == (("failed",), ("amd",), ("busy",))


def test_months_that_the_routine_added_are_left_alone(world):
    months = """SELECT PARTITION_NAME, PARTITION_DESCRIPTION FROM information_schema.PARTITIONS
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'did_usagelogs' ORDER BY PARTITION_ORDINAL_POSITION"""
    tool, facts = world.database("months")
    tool.upgrade(world.ids["did_usagelogs_create_procedure_add_partition"])
    for month in ("2026-04-01", "2026-05-01"):
        facts.query("CALL did_usagelogs_add_partition(%s)", month)
    tool.upgrade(world.ids["did_usagelogs_update_partition_2026"])
    facts.query("CALL did_usagelogs_add_partition('2027-01-01')")
    tool.upgrade()
    assert facts.query(months) == world.head.query(months)


def test_fractions_of_a_cent_are_rounded_on_the_way_down_without_a_warning(world):
    tool, facts = world.database("amounts")
    tool.upgrade(world.ids["billing_billings_update_column_cost_total"])
    facts.query("""INSERT INTO billing_billings (id, customer_id, account_id, reference_type, cost_per_unit, cost_total, tm_create)
                   VALUES (REPEAT('b', 16), REPEAT('c', 16), REPEAT('a', 16), 'call', 0.0085, 12345678.126, '2025-08-06')""")
    tool.downgrade("-1")
    assert [str(value) for value in facts.query("SELECT cost_per_unit, cost_total FROM billing_billings")[0]] == ["0.01", "12345678.13"]


def test_no_statement_of_the_way_up_draws_a_warning(world):
    assert world.head
    statements = world.head.query("""SELECT COUNT(*) FROM performance_schema.events_statements_summary_by_digest
                                      WHERE SCHEMA_NAME = 'fresh'""")
    assert statements[0][0] >= len(world.history), "the server does not count statements"
    rows = world.head.query("""SELECT DIGEST_TEXT, SUM_WARNINGS FROM performance_schema.events_statements_summary_by_digest
                                WHERE SCHEMA_NAME = 'fresh' AND SUM_WARNINGS > 0
                                  AND NOT DIGEST_TEXT REGEXP 'alembic_version|dbmig_'""")
    assert not rows, rows


def test_the_way_down_with_rows_ends_empty(world):
    tool, facts = world.walk.tool, world.walk.facts
    tool.downgrade()
    _assert_empty(facts)
