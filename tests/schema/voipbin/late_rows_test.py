"""Rows that an older service writes while old and new columns stand side by side."""

import sample_rows


def _customer(facts, row, balance):
    facts.query("INSERT INTO customer_customers (id, balance, tm_create) VALUES (%s, %s, '2025-07-15')",
                (sample_rows.row_id("customer_customers", row), balance))


def test_customer_created_after_the_accounts_keeps_its_balance(world):
    tool, facts = world.database("late_customer")
    tool.upgrade(world.ids["billing_accounts_create_table"])
    _customer(facts, 1, 12.5)
    tool.upgrade(world.ids["billing_billings_create_table"])
    _customer(facts, 2, 7.25)
    tool.upgrade(world.ids["customer_customers_remove_column_balance"])
    rows = facts.query("""SELECT c.id, a.balance FROM customer_customers c
                            JOIN billing_accounts a ON a.id = c.billing_account_id AND a.customer_id = c.id""")
    assert {key: float(balance) for key, balance in rows} == {
        sample_rows.row_id("customer_customers", 1): 12.5, sample_rows.row_id("customer_customers", 2): 7.25}


def test_balance_charged_on_the_account_comes_back_with_the_downgrade(world):
    tool, facts = world.database("charged")
    tool.upgrade(world.ids["conversation_conversations_create_table"])
    _customer(facts, 1, 10)
    tool.upgrade(world.ids["billing_accounts_create_table"])
    facts.query("UPDATE billing_accounts SET balance = 4")
    tool.downgrade("-1")
    assert [float(balance) for (balance,) in facts.query("SELECT balance FROM customer_customers")] == [4.0]


def test_message_written_after_the_targets_keeps_its_targets(world):
    tool, facts = world.database("late_message")
    tool.upgrade(world.ids["message_targets_create_table"])
    facts.query("""INSERT INTO message_messages (id, customer_id, source, targets, direction, tm_create)
                   VALUES (REPEAT('m', 16), REPEAT('c', 16), '{}', '[{"target": "+1"}, {"target": "+2"}]', 'outbound', '2025-06-20')""")
    tool.upgrade(world.ids["message_messages_remove_column_targets"])
    assert facts.query("SELECT position, target FROM message_targets ORDER BY position") == ((1, "+1"), (2, "+2"))


def test_did_written_with_a_pool_by_name_finds_or_makes_the_pool(world):
    tool, facts = world.database("late_did")
    insert = "INSERT INTO did_dids (id, tenant_id, number, pool, tm_create) VALUES (%s, REPEAT('t', 16), %s, %s, '2025-11-21')"
    tool.upgrade(world.ids["did_dids_add_column_directory_number_id"])
    facts.query(insert, (sample_rows.row_id("did_dids", 1), "+1", "east"))
    tool.upgrade(world.ids["did_pools_create_table"])
    for row, pool in ((2, "east"), (3, "west")):
        facts.query(insert, (sample_rows.row_id("did_dids", row), f"+{row}", pool))
    tool.upgrade(world.ids["did_dids_remove_column_pool"])
    rows = facts.query("SELECT d.number, p.name FROM did_dids d JOIN did_pools p ON p.id = d.pool_id")
    assert dict(rows) == {"+1": "east", "+2": "east", "+3": "west"}
    assert facts.query("SELECT COUNT(*) FROM did_pools") == ((2,),)


def test_call_logged_before_the_trigger_is_counted(world):
    tool, facts = world.database("late_call")
    tool.upgrade(world.ids["did_dids_add_column_tm_used_usage_date_usage_count"])
    facts.query("INSERT INTO did_dids (id, tenant_id, number, tm_create) VALUES (REPEAT('d', 16), REPEAT('t', 16), '+1', '2026-01-08')")
    facts.query("""INSERT INTO did_usagelogs (id, tenant_id, did_id, campaign_id, tm_create)
                   VALUES (REPEAT('l', 16), REPEAT('t', 16), REPEAT('d', 16), REPEAT('c', 16), '2026-01-08 09:30:00')""")
    tool.upgrade(world.ids["did_usagelogs_create_trigger_count_usage"])
    assert facts.query("SELECT CAST(tm_used AS CHAR), usage_count FROM did_dids") == (("2026-01-08 09:30:00.000000", 1),)


def test_address_without_an_authentication_becomes_a_configuration_too(world):
    tool, facts = world.database("late_uri")
    tool.upgrade(world.ids["directory_numbers_remove_column_tags"])
    facts.query("""INSERT INTO directory_numbers (id, number, type, provider_name, origination_uri, tm_create)
                   VALUES (REPEAT('n', 16), '+1', 'local', 'telnyx', 'sip:in', '2025-11-01')""")
    tool.upgrade(world.ids["directory_sipconfigs_create_table"])
    assert facts.query("SELECT origination_uri, auth_type FROM directory_sipconfigs") == (("sip:in", ""),)


def test_deleted_configuration_does_not_come_back_to_a_living_number(world):
    tool, facts = world.database("deleted_uri")
    tool.upgrade(world.ids["directory_sipconfigs_create_table"])
    facts.query("""INSERT INTO directory_numbers (id, number, type, provider_name, tm_create)
                   VALUES (REPEAT('n', 16), '+1', 'local', 'telnyx', '2025-11-20')""")
    insert = """INSERT INTO directory_sipconfigs (id, number_id, origination_uri, tm_create, tm_delete)
                VALUES (%s, REPEAT('n', 16), %s, %s, %s)"""
    facts.query(insert, (sample_rows.row_id("directory_sipconfigs", 1), "sip:old", "2025-11-20", "2025-11-21"))
    facts.query(insert, (sample_rows.row_id("directory_sipconfigs", 2), "sip:new", "2025-11-22", None))
    tool.downgrade(world.ids["directory_numbers_remove_column_tags"])
    assert facts.query("SELECT origination_uri FROM directory_numbers") == (("sip:new",),)


def test_failed_transfer_keeps_the_steps_that_its_attempts_tell(world):
    tool, facts = world.database("failed_entry")
    tool.upgrade(world.ids["transfer_entries_add_column_dialin_type"])
    facts.query("""INSERT INTO transfer_plans (id, name, source_domain, target_domain, tm_create)
                   VALUES (REPEAT('p', 16), 'p', 'a', 'b', '2026-05-20')""")
    facts.query("""INSERT INTO transfer_entries (id, plan_id, number, source_phone_id, source_type, state, tm_create)
                   VALUES (REPEAT('e', 16), REPEAT('p', 16), '+1', REPEAT('s', 16), 'root-pin', 'failed', '2026-05-20')""")
    for row, step, state in ((1, "move-number", "done"), (2, "delete-config", "failed")):
        facts.query("""INSERT INTO transfer_attempts (id, entry_id, step, state, tm_create)
                       VALUES (%s, REPEAT('e', 16), %s, %s, '2026-05-21')""",
                    (sample_rows.row_id("transfer_attempts", row), step, state))
    tool.upgrade(world.ids["transfer_entries_add_constraint_order"])
    rows = facts.query("SELECT CAST(tm_move AS CHAR), tm_clear, tm_finish FROM transfer_entries")
    assert rows == (("2026-05-21 00:00:00.000000", None, None),)
