"""What the DID optimiser asks, of 100,000 DIDs of which 60,000 are in one pool."""

import datetime
import functools
import statistics
import time

import questions
from facts import numbers
from questions import key, sql_key

COUNT = 100_000
POOL = 60_000
COOL_DOWN = 3600
CAP = 10
NOW = datetime.datetime(2026, 5, 20, 12, 0, 0)

# Rule, campaign and agent are single rows; the pool is walked along the index in the order of the answer.
RULE = """SELECT r.{} FROM did_rotationrules r WHERE r.campaign_id = %(campaign)s AND r.status = 'active' AND r.tm_delete IS NULL
           ORDER BY r.priority LIMIT 1"""
NEXT_DID = f"""
SELECT d.id, d.number, p.score
  FROM did_campaigns c
  JOIN did_users a ON a.id = %(agent)s AND a.tenant_id = c.tenant_id AND a.status = 'active' AND a.tm_delete IS NULL
  JOIN did_predictions p ON p.campaign_id = c.id AND p.status = 'active'
  JOIN did_dids d ON d.id = p.did_id
 WHERE c.id = %(campaign)s
   AND c.status = 'active'
   AND c.tm_delete IS NULL
   AND p.tm_used <= %(now)s - INTERVAL ({RULE.format('cool_down')}) SECOND
   AND (p.usage_date < DATE(%(now)s) OR p.usage_count < ({RULE.format('daily_cap')}))
 ORDER BY p.score DESC, p.tm_used
 LIMIT 1"""


def _ask(campaign=1, agent=1, now=NOW):
    return {"campaign": key("campaign", campaign), "agent": key("user", agent), "now": now}


class Model:
    """The same DIDs in Python: the slow and plain answer to compare with."""

    def __init__(self):
        self.dids = {n: [self.score(n), NOW - datetime.timedelta(minutes=n % 5000), n % 3 == 0, n % 20 if n % 3 == 0 else 0]
                     for n in range(1, POOL + 1) if n % 10}

    @staticmethod
    def score(n):
        return 0.5 if n % 50 == 1 else (n * 7919 % 1000) / 1000

    def next(self, now):
        rested = now - datetime.timedelta(seconds=COOL_DOWN)
        free = [(-score, used, n) for n, (score, used, today, count) in self.dids.items()
                if used <= rested and (not today or count < CAP)]
        best = min(free)[:2]
        return {n for score, used, n in free if (score, used) == best}

    def use(self, n, now):
        did = self.dids[n]
        did[1:] = [now, True, did[3] + 1 if did[2] else 1]


@functools.lru_cache(maxsize=None)
def _database(world):
    """DID n: score by a formula, used n % 5000 minutes ago, each third today; each tenth is flagged.

    Each fiftieth has no prediction of its own: the campaign gives it the default score when it is created.
    """
    db = questions.database(world)
    db.fill("did_tenants", 2, id=sql_key("tenant", "seq"), name="CONCAT('tenant ', seq)", domain_name="CONCAT(seq, '.example')",
            tm_create="'2026-01-01'")
    db.fill("did_users", 2000, id=sql_key("user", "seq"), tenant_id=sql_key("tenant", "IF(seq = 2, 2, 1)"),
            oauth_subject="CONCAT('subject-', seq)", email="CONCAT('user', seq, '@example.com')", tm_create="'2026-01-01'")
    db.fill("did_pools", 5, id=sql_key("pool", "seq"), tenant_id=sql_key("tenant", "1"), name="CONCAT('pool ', seq)",
            tm_create="'2026-01-01'")
    used = "'2026-05-20 12:00:00' - INTERVAL seq % 5000 MINUTE"
    day = "IF(seq % 3 = 0, '2026-05-20', '2026-05-19')"
    count = "IF(seq % 3 = 0, seq % 20, 0)"
    status = "IF(seq % 10 = 0, 'flagged', 'active')"
    db.fill("did_dids", COUNT, id=sql_key("did", "seq"), tenant_id=sql_key("tenant", "1"), number="CONCAT('+1', 2000000000 + seq)",
            area_code="LPAD(seq % 800, 3, '0')", pool_id=sql_key("pool", f"IF(seq <= {POOL}, 1, 2 + seq % 4)"), status=status,
            tm_used=used, usage_date=day, usage_count=count, tm_create="'2026-01-01'")
    db.do(f"""INSERT INTO did_predictions (id, tenant_id, campaign_id, did_id, status, score, model_version, tm_used,
                                           usage_date, usage_count, tm_create)
              SELECT {sql_key('prediction', 'seq')}, {sql_key('tenant', '1')}, {sql_key('campaign', '1')}, {sql_key('did', 'seq')},
                     {status}, (seq * 7919 %% 1000) / 1000, 'm1', {used}, {day}, {count}, '2026-01-01'
                FROM {numbers(POOL)} WHERE seq %% 50 <> 1""".replace("%%", "%"))
    db.fill("did_rotationrules", 3, id=sql_key("rule", "seq"), tenant_id=sql_key("tenant", "1"), campaign_id=sql_key("campaign", "1"),
            priority="seq", cool_down=f"IF(seq = 2, {COOL_DOWN}, 1)", daily_cap=f"IF(seq = 2, {CAP}, 1)",
            status="IF(seq = 1, 'off', 'active')", tm_create="'2026-01-01'")
    db.fill("did_campaigns", 1, id=sql_key("campaign", "seq"), tenant_id=sql_key("tenant", "1"), name="'spring'",
            pool_id=sql_key("pool", "1"), tm_create="'2026-01-01'")
    db.analyze("did_dids", "did_predictions", "did_users", "did_campaigns", "did_rotationrules")
    return db


def test_next_did_goes_along_one_index(world):
    db = _database(world)
    db.assert_indexed(NEXT_DID, _ask(), no_sort=True)
    db.do(NEXT_DID, _ask())
    assert db.rows_read(NEXT_DID, _ask()) < 200


def test_next_did_is_the_best_rested_one_forty_times_in_a_row(world):
    db, model, now, took = _database(world), Model(), NOW, []
    for call in range(40):
        begin = time.monotonic()
        found = db.numbers(NEXT_DID, _ask(now=now))
        took.append(time.monotonic() - begin)
        assert len(found) == 1 and found[0] in model.next(now), (call, found)
        db.do("""INSERT INTO did_usagelogs (id, tenant_id, did_id, campaign_id, agent_id, outcome, duration, tm_create)
                 VALUES (%s, %s, %s, %s, %s, 'answered', 60, %s)""",
              (key("log", call + 1), key("tenant", 1), key("did", found[0]), key("campaign", 1), key("user", 1), now))
        model.use(found[0], now)
        now += datetime.timedelta(seconds=90)
    print(f"       next DID: median {statistics.median(took) * 1000:.2f} ms of {POOL} candidates")


def test_next_did_is_refused_to_strangers_and_for_stopped_campaigns(world):
    db = _database(world)
    assert db.numbers(NEXT_DID, _ask(agent=2)) == []
    db.do("UPDATE did_campaigns SET status = 'paused'")
    assert db.numbers(NEXT_DID, _ask()) == []
    db.do("UPDATE did_campaigns SET status = 'active'")


def test_did_that_changes_pool_or_status_leaves_the_rotation_at_once(world):
    db = _database(world)
    later = _ask(now=NOW + datetime.timedelta(days=2))
    first, = db.numbers(NEXT_DID, later)
    db.do("UPDATE did_dids SET pool_id = %s WHERE id = %s", (key("pool", 2), key("did", first)))
    second, = db.numbers(NEXT_DID, later)
    db.do("UPDATE did_dids SET tm_delete = '2026-05-20' WHERE id = %s", key("did", second))
    third, = db.numbers(NEXT_DID, later)
    assert len({first, second, third}) == 3
    db.do("UPDATE did_dids SET pool_id = %s WHERE id = %s", (key("pool", 1), key("did", first)))
    assert db.numbers(NEXT_DID, later) == [first]


def test_new_did_of_the_pool_rotates_without_a_prediction(world):
    db = _database(world)
    db.do("INSERT INTO did_dids (id, tenant_id, number, pool_id, tm_create) VALUES (%s, %s, '+13', %s, '2026-05-20')",
          (key("did", 999_999), key("tenant", 1), key("pool", 1)))
    assert db.do("SELECT score, status FROM did_predictions WHERE did_id = %s", key("did", 999_999))[0][1] == "active"


def test_usage_of_a_did_a_campaign_and_an_agent_reads_one_index(world):
    db = _database(world)
    for column, value in (("did_id", key("did", 5)), ("campaign_id", key("campaign", 2)), ("agent_id", key("user", 9)),
                          ("tenant_id", key("tenant", 2))):
        sql = f"SELECT COUNT(*), SUM(duration) FROM did_usagelogs WHERE {column} = %s AND tm_create >= %s AND tm_create < %s"
        db.assert_indexed(sql, (value, "2026-05-01", "2026-06-01"))


def test_usage_of_one_month_touches_one_partition(world):
    db = _database(world)
    sql = """SELECT COUNT(*) FROM did_usagelogs
              WHERE campaign_id = %s AND tm_create >= '2026-05-01' AND tm_create < '2026-06-01'"""
    assert [step["partitions"] for step in db.explain(sql, key("campaign", 1))] == ["p_202605"]


def test_user_is_found_by_the_subject_of_the_login(world):
    db = _database(world)
    sql = "SELECT id FROM did_users WHERE oauth_subject = %s AND tm_delete IS NULL"
    assert db.numbers(sql, "subject-7") == [7]
    db.assert_indexed(sql, "subject-7")


def test_dids_of_a_tenant_are_listed_by_area_code_and_status(world):
    db = _database(world)
    sql = "SELECT id FROM did_dids WHERE tenant_id = %s AND area_code = '212' AND tm_delete IS NULL"
    assert sorted(db.numbers(sql, key("tenant", 1))) == [n for n in range(1, COUNT + 1) if n % 800 == 212]
    db.assert_indexed(sql, key("tenant", 1))
