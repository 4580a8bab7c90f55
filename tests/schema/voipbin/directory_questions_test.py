"""What the phone directory asks, of 20,000 numbers in two staging and two production workspaces."""

import functools

import questions
from facts import numbers
from questions import key, sql_key

COUNT = 20_000
AGENTS = 500
STATUSES = ("inbound-outbound", "inbound-only", "outbound-only", "unassigned")


@functools.lru_cache(maxsize=None)
def _database(world):
    """Number n: in staging workspace n % 2 + 1; in production n % 2 + 3 unless n % 7 = 0; status n % 4; agent n % 500 + 1.

    Each tenth agent is gone.
    """
    db = questions.database(world)
    db.fill("directory_workspaces", 4, id=sql_key("workspace", "seq"), name="CONCAT('workspace ', seq)",
            environment="IF(seq <= 2, 'staging', 'production')", tm_create="'2026-01-01'")
    db.fill("directory_agents", AGENTS, id=sql_key("agent", "seq"), name="CONCAT('agent ', seq)", path="CONCAT('agents/', seq)",
            tm_create="'2026-01-01'", tm_delete="IF(seq % 10 = 0, '2026-02-01', NULL)")
    db.fill("directory_workspaceagents", AGENTS * 4, id=sql_key("other", "seq"), workspace_id=sql_key("workspace", "seq % 4 + 1"),
            agent_id=sql_key("agent", "CEIL(seq / 4)"), platform_agent_id=sql_key("other", "seq + 1000000"), tm_create="'2026-01-01'")
    db.fill("directory_numbers", COUNT, id=sql_key("number", "seq"), number="CONCAT('+1', 2000000000 + seq)",
            type="IF(seq % 5 = 0, 'toll-free', 'local')", provider_name="ELT(seq % 3 + 1, 'telnyx', 'twilio', 'bandwidth')",
            area_code="LPAD(seq % 800, 3, '0')", tm_create="'2026-01-01'", tm_delete="IF(seq % 100 = 0, '2026-02-01', NULL)")
    db.do(f"""INSERT INTO directory_numbertags (number_id, tag, tm_create)
              SELECT {sql_key('number', 'seq')}, CONCAT('tag ', seq % 250), '2026-01-01' FROM {numbers(COUNT)}""")
    status = "ELT(seq % 4 + 1, " + ", ".join(f"'{status}'" for status in STATUSES) + ")"
    agent = f"IF(seq % 4 = 3, NULL, {sql_key('agent', f'seq % {AGENTS} + 1')})"
    for first, workspace, skip in ((0, "seq % 2 + 1", "0"), (COUNT, "seq % 2 + 3", "seq % 7 = 0")):
        db.do(f"""INSERT INTO directory_assignments (id, number_id, workspace_id, agent_id, status, tm_create, tm_delete)
                  SELECT {sql_key('assignment', f'{first} + seq')}, {sql_key('number', 'seq')}, {sql_key('workspace', workspace)},
                         {agent}, {status}, '2026-01-01', IF({skip}, '2026-02-01', NULL) FROM {numbers(COUNT)}""")
    db.fill("directory_imports", COUNT, id=sql_key("import", "seq"), number_id=sql_key("number", "seq"),
            workspace_id=sql_key("workspace", "seq % 4 + 1"), method="IF(seq % 2, 'sip-trunk', 'direct-purchase')",
            tm_import="'2026-01-01' + INTERVAL seq MINUTE", tm_create="'2026-01-01'")
    db.fill("directory_sipconfigs", COUNT, id=sql_key("other", "seq"), number_id=sql_key("number", "seq"),
            termination_uri="CONCAT('sip:', seq)", tm_create="'2026-01-01'")
    db.fill("directory_trunks", 200, id=sql_key("trunk", "seq"), provider_name="'telnyx'", provider_reference="CONCAT('trunk-', seq)",
            name="CONCAT('trunk ', seq)", tm_create="'2026-01-01'")
    db.fill("directory_originationurls", 2000, id=sql_key("other", "seq"), trunk_id=sql_key("trunk", "seq % 200 + 1"),
            url="CONCAT('sip:', seq)", priority="seq % 7", tm_create="'2026-01-01'")
    db.fill("directory_syncs", 5000, id=sql_key("other", "seq"), workspace_id=sql_key("workspace", "seq % 4 + 1"),
            status="'done'", tm_create="'2026-01-01' + INTERVAL seq MINUTE")
    db.analyze("directory_workspaces", "directory_agents", "directory_workspaceagents", "directory_numbers", "directory_numbertags",
               "directory_assignments", "directory_imports", "directory_sipconfigs", "directory_originationurls", "directory_syncs")
    return db


def _rows(condition):
    return [n for n in range(1, COUNT + 1) if condition(n)]


def test_numbers_of_an_agent(world):
    db = _database(world)
    sql = """SELECT DISTINCT n.id FROM directory_assignments a
               JOIN directory_numbers n ON n.id = a.number_id AND n.tm_delete IS NULL
              WHERE a.agent_id = %s AND a.tm_delete IS NULL"""
    assert sorted(db.numbers(sql, key("agent", 42))) == _rows(lambda n: n % AGENTS == 41 and n % 4 != 3 and n % 100)
    db.assert_indexed(sql, key("agent", 42))


def test_who_answers_a_number(world):
    db = _database(world)
    sql = """SELECT g.id, g.path, w.name, x.platform_agent_id
               FROM directory_numbers n
               JOIN directory_assignments a ON a.number_id = n.id AND a.tm_delete IS NULL
                                           AND a.status IN ('inbound-outbound', 'inbound-only')
               JOIN directory_workspaces w ON w.id = a.workspace_id AND w.environment = 'production' AND w.tm_delete IS NULL
               JOIN directory_agents g ON g.id = a.agent_id AND g.tm_delete IS NULL
               LEFT JOIN directory_workspaceagents x ON x.workspace_id = w.id AND x.agent_id = g.id AND x.tm_delete IS NULL
              WHERE n.number = %s AND n.tm_delete IS NULL"""
    answer = db.do(sql, "+12000000025")
    assert [(questions.row_of(row[0]), *row[1:3]) for row in answer] == [(26, "agents/26", "workspace 4")]
    assert db.do(sql, "+12000000026") == (), "outbound-only answers nothing"
    db.assert_indexed(sql, "+12000000025", small=("w",))


def test_unassigned_numbers_of_a_workspace(world):
    db = _database(world)
    sql = """SELECT n.id FROM directory_assignments a
               JOIN directory_numbers n ON n.id = a.number_id AND n.tm_delete IS NULL
              WHERE a.workspace_id = %s AND a.status = 'unassigned' AND a.alive = 1"""
    assert sorted(db.numbers(sql, key("workspace", 2))) == _rows(lambda n: n % 4 == 3 and n % 2 == 1)
    assert db.numbers(sql, key("workspace", 1)) == []
    db.assert_indexed(sql, key("workspace", 2))


def test_numbers_in_staging_and_not_in_production(world):
    db = _database(world)
    sql = """SELECT DISTINCT n.id
               FROM directory_workspaces w
               JOIN directory_assignments a ON a.workspace_id = w.id AND a.alive = 1
               JOIN directory_numbers n ON n.id = a.number_id AND n.tm_delete IS NULL
              WHERE w.environment = 'staging' AND w.tm_delete IS NULL
                AND NOT EXISTS (SELECT 1 FROM directory_assignments b
                                  JOIN directory_workspaces v ON v.id = b.workspace_id
                                                             AND v.environment = 'production' AND v.tm_delete IS NULL
                                 WHERE b.number_id = a.number_id AND b.alive = 1)"""
    assert sorted(db.numbers(sql)) == _rows(lambda n: n % 7 == 0 and n % 100)
    db.assert_indexed(sql, small=("w", "v"))


def test_assignments_whose_agent_is_gone(world):
    db = _database(world)
    sql = """SELECT a.id FROM directory_agents g
               JOIN directory_assignments a ON a.agent_id = g.id AND a.tm_delete IS NULL
              WHERE g.tm_delete IS NOT NULL"""
    gone = _rows(lambda n: n % 4 != 3 and (n % AGENTS + 1) % 10 == 0)
    assert sorted(db.numbers(sql)) == gone + [COUNT + n for n in gone if n % 7]
    db.assert_indexed(sql)


def test_an_agent_with_assignments_cannot_be_removed_from_under_them(world):
    db = _database(world)
    try:
        db.do("DELETE FROM directory_agents WHERE id = %s", key("agent", 42))
    except Exception as error:  # pylint: disable=broad-except
        assert error.args[0] == 1451
    else:
        raise AssertionError("the agent could be removed")


def test_search_by_area_code(world):
    db = _database(world)
    sql = "SELECT id FROM directory_numbers WHERE area_code = '212' AND tm_delete IS NULL"
    assert sorted(db.numbers(sql)) == _rows(lambda n: n % 800 == 212 and n % 100)
    db.assert_indexed(sql)


def test_search_by_type_page_by_page(world):
    db = _database(world)
    sql = "SELECT id FROM directory_numbers WHERE type = 'toll-free' AND tm_delete IS NULL AND id > %s ORDER BY id LIMIT 50"
    assert db.numbers(sql, key("number", 1000)) == _rows(lambda n: n > 1000 and n % 5 == 0 and n % 100)[:50]
    db.assert_indexed(sql, key("number", 1000), no_sort=True)


def test_search_by_tag(world):
    db = _database(world)
    sql = """SELECT n.id FROM directory_numbertags t JOIN directory_numbers n ON n.id = t.number_id AND n.tm_delete IS NULL
              WHERE t.tag = 'tag 77'"""
    assert sorted(db.numbers(sql)) == _rows(lambda n: n % 250 == 77 and n % 100)
    db.assert_indexed(sql)


def test_search_by_agent_and_area_code_and_tag_together(world):
    db = _database(world)
    sql = """SELECT DISTINCT n.id FROM directory_agents g
               JOIN directory_assignments a ON a.agent_id = g.id AND a.tm_delete IS NULL
               JOIN directory_numbers n ON n.id = a.number_id AND n.tm_delete IS NULL AND n.area_code = '041'
               JOIN directory_numbertags t ON t.number_id = n.id AND t.tag = 'tag 41'
              WHERE g.name = 'agent 42' AND g.tm_delete IS NULL"""
    assert sorted(db.numbers(sql)) == _rows(lambda n: n % 500 == 41 and n % 4 != 3 and n % 800 == 41 and n % 250 == 41)
    db.assert_indexed(sql)


def test_totals_by_type_and_by_provider(world):
    db = _database(world)
    alive = _rows(lambda n: n % 100)
    sql = "SELECT type, COUNT(*) FROM directory_numbers WHERE tm_delete IS NULL GROUP BY type"
    free = len([n for n in alive if n % 5 == 0])
    assert dict(db.do(sql)) == {"toll-free": free, "local": len(alive) - free}
    db.assert_indexed(sql, no_sort=True)
    sql = "SELECT provider_name, COUNT(*) FROM directory_numbers WHERE tm_delete IS NULL GROUP BY provider_name"
    assert dict(db.do(sql)) == {name: len([n for n in alive if n % 3 == rest])
                                for rest, name in enumerate(("telnyx", "twilio", "bandwidth"))}
    db.assert_indexed(sql, no_sort=True)


def test_totals_by_workspace(world):
    db = _database(world)
    sql = "SELECT workspace_id, status, COUNT(*) FROM directory_assignments WHERE alive = 1 GROUP BY workspace_id, status"
    found = {(questions.row_of(workspace), status): count for workspace, status, count in db.do(sql)}
    expected = {}
    for n in range(1, COUNT + 1):
        for workspace in (n % 2 + 1, n % 2 + 3) if n % 7 else (n % 2 + 1,):
            expected[workspace, STATUSES[n % 4]] = expected.get((workspace, STATUSES[n % 4]), 0) + 1
    assert found == expected
    db.assert_indexed(sql, no_sort=True)


def test_history_of_imports_and_sip_configuration_of_a_number(world):
    db = _database(world)
    sql = "SELECT id FROM directory_imports WHERE number_id = %s ORDER BY tm_import DESC"
    assert db.numbers(sql, key("number", 5)) == [5]
    db.assert_indexed(sql, key("number", 5), no_sort=True)
    sql = "SELECT id FROM directory_sipconfigs WHERE number_id = %s AND tm_delete IS NULL"
    assert db.numbers(sql, key("number", 5)) == [5]
    db.assert_indexed(sql, key("number", 5))


def test_origination_urls_of_a_trunk_come_in_order_of_priority(world):
    db = _database(world)
    sql = """SELECT id, priority FROM directory_originationurls WHERE trunk_id = %s AND enabled AND tm_delete IS NULL
              ORDER BY priority"""
    priorities = [row[1] for row in db.do(sql, key("trunk", 3))]
    assert len(priorities) == 10 and priorities == sorted(priorities)
    db.assert_indexed(sql, key("trunk", 3), no_sort=True)


def test_last_sync_of_a_workspace(world):
    db = _database(world)
    sql = "SELECT id FROM directory_syncs WHERE workspace_id = %s ORDER BY tm_create DESC LIMIT 1"
    assert db.numbers(sql, key("workspace", 1)) == [5000]
    db.assert_indexed(sql, key("workspace", 1), no_sort=True)
