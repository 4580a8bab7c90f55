"""What the dial-in transfer asks, of 50 plans with 200 entries each."""

import functools

import questions
from facts import numbers
from questions import key, sql_key

PLANS = 50
COUNT = 10_000
STATES = ("pending", "moved", "cleared", "done", "failed", "rolled-back")


@functools.lru_cache(maxsize=None)
def _database(world):
    """Entry n: plan n % 50 + 1, state (n // 50) % 6; one attempt at each step it has taken, the last one of a failed entry failed."""
    db = questions.database(world)
    db.fill("transfer_plans", PLANS, id=sql_key("plan", "seq"), name="CONCAT('plan ', seq)", source_domain="'old'",
            target_domain="'new'", status="IF(seq % 5 = 0, 'running', 'done')", tm_create="'2026-06-01'")
    state = "ELT(seq DIV 50 % 6 + 1, " + ", ".join(f"'{state}'" for state in STATES) + ")"
    when = {name: f"IF(seq DIV 50 % 6 IN ({states}), '2026-06-02', NULL)"
            for name, states in (("tm_move", "1, 2, 3, 4"), ("tm_clear", "2, 3, 4"), ("tm_finish", "3"))}
    db.fill("transfer_entries", COUNT, id=sql_key("entry", "seq"), plan_id=sql_key("plan", f"seq % {PLANS} + 1"), position="seq",
            number="CONCAT('+1', 2000000000 + seq)", source_phone_id=sql_key("phone", "seq"),
            source_type="ELT(seq % 3 + 1, 'domain-dialin-config', 'root-pinless', 'root-pin')", config_id=sql_key("config", "seq"),
            config="IF(seq % 2, '{\"type\": \"pin_dialin\"}', '{\"type\": \"pinless_dialin\"}')", state=state,
            tm_create="'2026-06-01'", **when)
    db.fill("transfer_attempts", COUNT, id=sql_key("attempt", "seq"), entry_id=sql_key("entry", "seq"), step="'move-number'",
            state="'done'", http_status="200", new_phone_id=sql_key("phone", "seq + 500000"), tm_create="'2026-06-02'")
    db.do(f"""INSERT INTO transfer_attempts (id, entry_id, step, state, http_status, tm_retry, tm_create)
              SELECT {sql_key('attempt', f'{COUNT} + seq')}, {sql_key('entry', 'seq')}, 'create-config', 'failed', 503,
                     IF(seq %% 50 = 7, '2026-06-03', NULL), '2026-06-02 01:00:00'
                FROM {numbers(COUNT)} WHERE seq DIV 50 %% 6 = 4""".replace("%%", "%"))
    db.fill("transfer_orphans", 5000, id=sql_key("orphan", "seq"), plan_id=sql_key("plan", f"seq % {PLANS} + 1"),
            config_id=sql_key("config", "seq + 500000"), reason="IF(seq DIV 50 % 2, 'sip-only', 'deleted-number')",
            status="IF(seq DIV 100 % 2, 'found', 'kept')", tm_create="'2026-06-01'")
    db.fill("transfer_callerids", 5000, id=sql_key("callerid", "seq"), plan_id=sql_key("plan", f"seq % {PLANS} + 1"),
            number="CONCAT('+1', 3000000000 + seq)", status="ELT(seq DIV 50 % 4 + 1, 'pending', 'called', 'verified', 'failed')",
            tm_create="'2026-06-01'")
    db.analyze("transfer_entries", "transfer_attempts", "transfer_orphans", "transfer_callerids")
    return db


def _entries(condition):
    return [n for n in range(1, COUNT + 1) if condition(n)]


def _state(n):
    return STATES[n // 50 % 6]


def test_next_entries_of_a_plan_come_in_order(world):
    db = _database(world)
    sql = """SELECT id FROM transfer_entries WHERE plan_id = %s AND state = %s AND tm_delete IS NULL ORDER BY position LIMIT 10"""
    for state in ("pending", "moved", "cleared"):
        assert db.numbers(sql, (key("plan", 5), state)) == _entries(lambda n: n % 50 == 4 and _state(n) == state)[:10]
        db.assert_indexed(sql, (key("plan", 5), state), no_sort=True)


def test_failed_entries_of_a_plan_with_the_phone_to_roll_back(world):
    db = _database(world)
    sql = """SELECT a.new_phone_id, e.source_phone_id FROM transfer_entries e
               JOIN transfer_attempts a ON a.entry_id = e.id AND a.step = 'move-number' AND a.state = 'done'
              WHERE e.plan_id = %s AND e.state = 'failed' AND e.tm_delete IS NULL"""
    failed = _entries(lambda n: n % 50 == 4 and _state(n) == "failed")
    assert sorted(db.numbers(sql, key("plan", 5))) == [n + 500_000 for n in failed]
    db.assert_indexed(sql, key("plan", 5))


def test_attempts_whose_time_to_retry_has_come(world):
    db = _database(world)
    sql = "SELECT entry_id FROM transfer_attempts WHERE state = 'failed' AND tm_retry <= '2026-06-04' ORDER BY tm_retry LIMIT 100"
    assert sorted(db.numbers(sql)) == _entries(lambda n: n % 50 == 7 and _state(n) == "failed")
    db.assert_indexed(sql, no_sort=True)


def test_last_attempt_of_an_entry(world):
    db = _database(world)
    sql = "SELECT id, http_status FROM transfer_attempts WHERE entry_id = %s ORDER BY tm_create DESC LIMIT 1"
    assert db.do(sql, key("entry", 207))[0][1] == 503
    db.assert_indexed(sql, key("entry", 207))


def test_entry_by_number_by_phone_and_by_configuration(world):
    db = _database(world)
    for column, value in (("number", "+12000000007"), ("source_phone_id", key("phone", 7)), ("config_id", key("config", 7))):
        sql = f"SELECT id FROM transfer_entries WHERE {column} = %s AND tm_delete IS NULL"
        assert db.numbers(sql, value) == [7]
        db.assert_indexed(sql, value)


def test_entries_of_a_plan_by_type_of_dial_in(world):
    db = _database(world)
    sql = "SELECT id FROM transfer_entries WHERE plan_id = %s AND dialin_type = 'pin_dialin' AND tm_delete IS NULL"
    assert sorted(db.numbers(sql, key("plan", 6))) == _entries(lambda n: n % 50 == 5 and n % 2)
    db.assert_indexed(sql, key("plan", 6))


def test_progress_of_a_plan(world):
    db = _database(world)
    sql = "SELECT state, COUNT(*) FROM transfer_entries WHERE plan_id = %s GROUP BY state"
    expected = {state: len(_entries(lambda n, s=state: n % 50 == 4 and _state(n) == s)) for state in STATES}
    assert dict(db.do(sql, key("plan", 5))) == expected
    db.assert_indexed(sql, key("plan", 5), no_sort=True)


def test_orphans_of_a_plan_to_be_decided(world):
    db = _database(world)
    sql = "SELECT id FROM transfer_orphans WHERE plan_id = %s AND status = 'found' AND reason = 'sip-only' AND tm_delete IS NULL"
    expected = [n for n in range(1, 5001) if n % 50 == 4 and n // 50 % 2 and n // 100 % 2]
    assert sorted(db.numbers(sql, key("plan", 5))) == expected
    db.assert_indexed(sql, key("plan", 5))


def test_caller_ids_of_a_plan_still_to_be_verified(world):
    db = _database(world)
    sql = "SELECT id FROM transfer_callerids WHERE plan_id = %s AND status IN ('pending', 'called') AND tm_delete IS NULL"
    assert sorted(db.numbers(sql, key("plan", 5))) == [n for n in range(1, 5001) if n % 50 == 4 and n // 50 % 4 < 2]
    db.assert_indexed(sql, key("plan", 5))


def test_running_plans(world):
    db = _database(world)
    assert sorted(db.numbers("SELECT id FROM transfer_plans WHERE status = 'running'")) == list(range(5, PLANS + 1, 5))
