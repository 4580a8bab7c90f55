"""What the number manager asks, of 100,000 numbers."""

import functools

import questions
from questions import key, sql_key

COUNT = 100_000
BATCH = 200


@functools.lru_cache(maxsize=None)
def _database(world):
    """Number n: customer n % 1000, flows n % 500 and n % 700, renewed minute n; each tenth is deleted."""
    db = questions.database(world)
    db.fill("number_numbers", COUNT, id=sql_key("number", "seq"), customer_id=sql_key("customer", "seq % 1000"),
            number="CONCAT('+1', 2000000000 + seq)", call_flow_id=sql_key("flow", "seq % 500"),
            message_flow_id=sql_key("message flow", "seq % 700"), provider_name="ELT(seq % 2 + 1, 'telnyx', 'twilio')",
            provider_reference="CONCAT('ref-', seq)", tm_renew="'2026-01-01' + INTERVAL seq MINUTE", tm_create="'2026-01-01'",
            tm_delete="IF(seq % 10 = 0, '2026-02-01', NULL)")
    db.fill("number_provider_numbers", 20_000, id=sql_key("other", "seq"), provider_name="ELT(seq % 2 + 1, 'telnyx', 'twilio')",
            provider_reference="CONCAT('ref-', seq)", number="CONCAT('+1', 2000000000 + seq)",
            tm_seen="'2026-01-01' + INTERVAL seq MINUTE", tm_create="'2026-01-01'")
    db.fill("number_available_numbers", 20_000, id=sql_key("other", "seq"), provider_name="ELT(seq % 2 + 1, 'telnyx', 'twilio')",
            number="CONCAT('+1', 3000000000 + seq)", country="ELT(seq % 4 + 1, 'US', 'CA', 'GB', 'DE')",
            region="CONCAT('R', seq % 50)", postal_code="LPAD(seq % 1000, 5, '0')", tm_expire="'2026-01-01' + INTERVAL seq MINUTE",
            tm_create="'2026-01-01'")
    db.analyze("number_numbers", "number_provider_numbers", "number_available_numbers")
    return db


def _alive(condition):
    return [n for n in range(1, COUNT + 1) if n % 10 and condition(n)]


def test_number_is_found_by_the_number_itself(world):
    db = _database(world)
    sql = "SELECT id, customer_id, call_flow_id FROM number_numbers WHERE number = %s AND tm_delete IS NULL"
    assert db.numbers(sql, "+12000012345") == [12345]
    assert db.numbers(sql, "+12000000010") == []
    db.assert_indexed(sql, "+12000012345")
    assert db.rows_read(sql, "+12000012345") <= 2


def test_number_bought_again_is_found_among_its_deleted_rows(world):
    db = _database(world)
    db.do(f"""INSERT INTO number_numbers (id, customer_id, number, tm_create)
              VALUES ({sql_key('number', '900000')}, {sql_key('customer', '7')}, '+12000000020', '2026-03-01')""")
    assert db.numbers("SELECT id FROM number_numbers WHERE number = '+12000000020' AND tm_delete IS NULL") == [900000]
    db.do("DELETE FROM number_numbers WHERE id = %s", key("number", 900000))


def test_numbers_of_a_customer_are_released(world):
    db = _database(world)
    found = "SELECT id FROM number_numbers WHERE customer_id = %s AND tm_delete IS NULL"
    assert sorted(db.numbers(found, key("customer", 7))) == _alive(lambda n: n % 1000 == 7)
    db.assert_indexed(found, key("customer", 7))
    release = """UPDATE number_numbers SET status = 'deleted', tm_delete = '2026-03-01', tm_update = '2026-03-01'
                  WHERE customer_id = %s AND tm_delete IS NULL"""
    db.assert_indexed(release, key("customer", 7))
    db.do(release, key("customer", 7))
    assert db.numbers(found, key("customer", 7)) == []
    db.do("UPDATE number_numbers SET status = 'active', tm_delete = NULL WHERE customer_id = %s AND tm_delete = '2026-03-01'",
          key("customer", 7))


def test_deleted_flow_is_cleared_from_its_numbers(world):
    db = _database(world)
    for column, kind, rows in (("call_flow_id", "flow", 500), ("message_flow_id", "message flow", 700)):
        clear = f"UPDATE number_numbers SET {column} = NULL, tm_update = '2026-03-01' WHERE {column} = %s"
        db.assert_indexed(clear, key(kind, 33))
        db.do(clear, key(kind, 33))
        cleared = db.numbers(f"SELECT id FROM number_numbers WHERE {column} IS NULL")
        assert sorted(cleared) == [n for n in range(1, COUNT + 1) if n % rows == 33]


def test_numbers_are_renewed_oldest_first_in_batches(world):
    db = _database(world)
    sql = f"""SELECT id FROM number_numbers WHERE tm_delete IS NULL AND tm_renew < '2026-01-01' + INTERVAL 1000 MINUTE
               ORDER BY tm_renew LIMIT {BATCH}"""
    assert db.numbers(sql) == _alive(lambda n: n < 1000)[:BATCH]
    db.assert_indexed(sql, no_sort=True)
    assert db.rows_read(sql) <= BATCH + 2


def test_number_is_found_by_the_reference_of_its_provider(world):
    db = _database(world)
    sql = "SELECT id FROM number_numbers WHERE provider_name = 'twilio' AND provider_reference = 'ref-4711'"
    assert db.numbers(sql) == [4711]
    db.assert_indexed(sql)


def test_provider_numbers_that_are_no_longer_listed_are_found(world):
    db = _database(world)
    sql = "SELECT id FROM number_provider_numbers WHERE provider_name = 'telnyx' AND tm_seen < '2026-01-01 00:10:00'"
    assert sorted(db.numbers(sql)) == [2, 4, 6, 8]
    db.assert_indexed(sql)


def test_offers_are_searched_by_region_and_by_postal_code(world):
    db = _database(world)
    region = "SELECT id FROM number_available_numbers WHERE tm_delete IS NULL AND country = 'CA' AND region = 'R13'"
    assert sorted(db.numbers(region)) == [n for n in range(1, 20_001) if n % 4 == 1 and n % 50 == 13]
    db.assert_indexed(region)
    postal = "SELECT id FROM number_available_numbers WHERE country = 'GB' AND postal_code = '00042' AND tm_delete IS NULL"
    assert sorted(db.numbers(postal)) == [n for n in range(1, 20_001) if n % 4 == 2 and n % 1000 == 42]
    db.assert_indexed(postal)


def test_expired_offers_are_found(world):
    db = _database(world)
    sql = "SELECT id FROM number_available_numbers WHERE tm_expire < '2026-01-01 00:05:00'"
    assert sorted(db.numbers(sql)) == [1, 2, 3, 4]
    db.assert_indexed(sql)
