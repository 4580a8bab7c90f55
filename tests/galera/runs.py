"""Rules about runs: on several nodes at once, killed, and gone on with on another node."""

import os
import signal
import time

from bench import COMMANDS, DOWN, IN_DOUBT, UP, Failed, Kill, finished
from case import Case
from cluster import eventually
from proxy import Proxy
from snapshot import DATABASE
from story import NODE_RETURNS, TEMPORARY, call_of, expect, go_on, stopped_run
import zoo_others

COUNTER = "CREATE TABLE counter (id INT PRIMARY KEY, n INT NOT NULL); INSERT INTO counter VALUES (1, 0);"
PLUS = "UPDATE counter SET n = n + 1;"
TALE = Case(
    "tale",
    [f"CREATE TABLE a (id INT PRIMARY KEY, n INT); INSERT INTO a VALUES (1, 10), (2, 20); {PLUS}",
     f"{PLUS} ALTER TABLE a ADD INDEX (n); {PLUS} ALTER TABLE a ADD INDEX (n); {PLUS}",
     f"UPDATE a SET n = n * 2; {PLUS}",
     f"CREATE PROCEDURE step() BEGIN {PLUS} {PLUS} END; CALL step(); {PLUS}",
     f"CREATE TABLE b (PRIMARY KEY (id)) AS SELECT id, n + 1 AS m FROM a; {PLUS} TRUNCATE TABLE a; INSERT INTO a VALUES (3, 30);",
     f"RENAME TABLE a TO c, b TO a; {PLUS} CREATE VIEW v AS SELECT * FROM c; {PLUS}"],
    ["DELETE FROM counter WHERE n < 0; DROP TABLE a;",
     f"ALTER TABLE a DROP INDEX n_2; {PLUS} ALTER TABLE a DROP INDEX n; {PLUS}",
     f"UPDATE a SET n = n / 2; {PLUS}",
     f"DROP PROCEDURE step; {PLUS}",
     f"DROP TABLE b; {PLUS} DELETE FROM a; INSERT INTO a VALUES (1, 20), (2, 40);",
     f"DROP VIEW v; RENAME TABLE a TO b, c TO a; {PLUS}"],
    COUNTER, holds="SELECT n = 11 FROM counter")
TABLE, INDEX = "CREATE TABLE a", "ALTER TABLE a ADD INDEX"
SLOW = Case("slow", ["CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a SELECT SLEEP(70);", f"{PLUS} CREATE TABLE b (x INT);"],
            ["DROP TABLE a;", f"DROP TABLE b; {PLUS}"], COUNTER)


LEASE_SECONDS = 60
HEAVY = "CRC32(REPEAT(s, 16000000))"


def whole_trees(story):
    """What one node was told is on all of them; another node takes it back."""
    for case in zoo_others.CASES:
        if case.scripts:
            with story.rule(f"{case.name}: up through one node, down through another"):
                story.prepare(case)
                states = {}
                for bench, direction in ((story.benches[0], UP), (story.benches[1], DOWN)):
                    expect(bench.run(*COMMANDS[direction]), 0)
                    found = {each.server.name: each.state(case) for each in story.benches}
                    states[direction] = found
                    if any(state != found["n1"] for state in found.values()):
                        raise Failed(f"after {direction} the nodes differ")
                    story.count("databases compared", len(found))
                story.count("tables of real trees on all nodes", sum(1 for key in states[UP]["n1"][0] if key[0] == "tables"))


def runners(story, known, number):
    with story.rule(f"{number} runners at once on three nodes: each revision once"):
        story.prepare(TALE)
        for direction in COMMANDS:
            processes = [story.benches[i % 3].start(*COMMANDS[direction], "--lock-timeout", "60s") for i in range(number)]
            for run in [finished(process) for process in processes]:
                story.count(f"runners at once that ended with {run.code}")
                if run.code not in (0, TEMPORARY):
                    raise Failed(f"a runner: exit {run.code}\n{run.text}")
            story.benches[0].finish(TALE, direction)
            story.compare(TALE, known, direction)


def killed_runs(story, known, chance, rounds):
    """dbmig is killed; the next run is on another node, once the lease has expired."""
    for number in range(rounds):
        direction = (UP, DOWN)[number % 2]
        call = chance.randint(12, len(known.calls[direction]))
        kill = Kill(call, chance.choice(("before", "after")))
        first, second = chance.sample(story.benches, 2)
        with story.rule(f"killed on {first.server.name} at {direction}={kill}, gone on with on {second.server.name}"):
            if direction == UP:
                story.prepare(TALE)
            if first.run(*COMMANDS[direction], kill=kill).code == -signal.SIGKILL:
                story.count("runs killed")
            story.expire(second, dead=first)
            second.finish(TALE, direction)
            story.compare(TALE, known, direction)


def killed_nodes(story, known, chance, rounds):
    """The server is killed under the run; the next one is on a node that is still there."""
    for number in range(rounds):
        direction = (UP, DOWN)[number % 2]
        first, second = story.benches[2], story.benches[number % 2]
        call = chance.randint(25, len(known.calls[direction]))
        kill = Kill(call, chance.choice(("before", "after")), chance.randint(0, 2000), first.server.process.pid)
        with story.rule(f"node killed at {direction}={kill}, gone on with on {second.server.name}"):
            if direction == UP:
                story.prepare(TALE, "retries = 0\n")
            run = first.run(*COMMANDS[direction], kill=kill)
            story.count(f"nodes killed, run ended with {run.code}")
            if run.code not in (0, 69, TEMPORARY):
                raise Failed(f"exit {run.code}\n{run.text}")
            first.server.kill()
            story.cluster.settle()
            expect(second.run(*COMMANDS[direction], "--lock-timeout", "60s"), 0)
            story.compare(TALE, known, direction)
            if story.cluster.revive(first.server):
                story.count("killed nodes that had to be made anew")
            story.compare(TALE, known, direction)


def expiry(story, known):
    """Nothing is edited here: the next run has to wait until the time of the dead one's lease is up."""
    first, second, _ = story.benches
    with story.rule("a dead run's lease keeps others out until it expires, and no longer"):
        story.prepare(TALE)
        first.run(*COMMANDS[UP], kill=Kill(1, "before", origin=INDEX))
        start = time.monotonic()
        lease = story.lease(second)
        busy = second.run(*COMMANDS[UP], "--lock-timeout", "1s")
        expect(busy, TEMPORARY, f"another run holds the lock of {DATABASE}: connection {lease['connection_id']} on node n1 (root@localhost),",
               f"at upgrade c00000000001 since")
        expect(second.run(*COMMANDS[UP], "--lock-timeout", "90s"), 0)
        waited = time.monotonic() - start
        if not 50 < waited < 75:
            raise Failed(f"taken over after {waited:.0f} s")
        after = story.lease(second)
        if int(after["epoch"]) != int(lease["epoch"]) + 1 or after["owner"]:
            raise Failed(f"before: {lease}\nafter: {after}")
        story.compare(TALE, known, UP)


def same_node(story, known):
    first = story.benches[0]
    with story.rule("on the node of a dead run the next one need not wait"):
        story.prepare(TALE)
        first.run(*COMMANDS[UP], kill=Kill(1, "after", origin=INDEX))
        start = time.monotonic()
        first.finish(TALE, UP)
        if time.monotonic() - start > 10:
            raise Failed(f"it took {time.monotonic() - start:.0f} s")
        story.compare(TALE, known, UP)


def killed_in_a_call(story):
    """What a CALL has committed by itself bears the record of its beginning, on every node."""
    first, second, _ = story.benches
    case = Case("call", "CALL twice(); INSERT INTO a VALUES (3);", "DELETE FROM a;",
                "CREATE TABLE a (id INT PRIMARY KEY);"
                "CREATE PROCEDURE twice() BEGIN INSERT INTO a VALUES (1); COMMIT; DO SLEEP(2); INSERT INTO a VALUES (2); END;")
    known = story.undisturbed(case)
    with story.rule("a CALL that a dead run has begun is for somebody to judge, on whatever node comes next"):
        story.prepare(case)
        process = first.start(*COMMANDS[UP])
        eventually(lambda: first.server.running("SLEEP(2)"), "the middle of the CALL", NODE_RETURNS)
        os.killpg(process.pid, signal.SIGKILL)
        finished(process)
        eventually(lambda: not first.server.running("SLEEP(2)"), "the end of the CALL", NODE_RETURNS)
        story.expire(second, dead=first)
        expect(second.run(*COMMANDS[UP]), IN_DOUBT, "nothing tells whether statement 1 of c00000000000 took effect")
        expect(second.run("resume", "--assume-done"), 0)
        story.compare(case, known, UP)


def long_statement(story):
    """A statement that outlives the lease; its run renews it."""
    first, second, _ = story.benches
    with story.rule("a lease does not expire while its run waits for a statement"):
        story.prepare(SLOW)
        process = first.start(*COMMANDS[UP])
        eventually(lambda: first.server.running("SLEEP(70)"), "the slow statement", NODE_RETURNS)
        expect(second.run(*COMMANDS[UP], "--lock-timeout", "66s"), TEMPORARY, "another run holds the lock")
        expect(finished(process), 0)
        expect(second.run(*COMMANDS[UP]), 0, "nothing to do")


def long_change(story):
    """An ALTER that takes all nodes longer than the lease: its renewals wait behind it."""
    first, second, _ = story.benches
    with first.server.session("mysql") as session:
        start = time.monotonic()
        session.query(f"SELECT SUM({HEAVY.replace('s,', 'LEFT(seq, 1),')}) FROM seq_1_to_100")
        rows = int(100 * 80 / (time.monotonic() - start))
    change = Case("long-change", [f"{PLUS} ALTER TABLE big ADD h INT UNSIGNED AS ({HEAVY}) STORED; {PLUS}", f"{PLUS} CREATE TABLE b (x INT);"],
                  ["ALTER TABLE big DROP h;", f"DROP TABLE b; {PLUS}"],
                  COUNTER + f"CREATE TABLE big (id INT PRIMARY KEY, s VARCHAR(1)); INSERT INTO big SELECT seq, 'x' FROM seq_1_to_{rows};")
    with story.rule("a lease does not pass on under an ALTER that takes longer"):
        story.prepare(change)
        process = first.start(*COMMANDS[UP])
        start = time.monotonic()
        time.sleep(5)  # To ask whether it is there yet would wait for it.
        waiting = second.start(*COMMANDS[UP], "--lock-timeout", "300s")
        expect(finished(process, 600), 0)
        story.count("seconds of an ALTER", int(time.monotonic() - start))
        if time.monotonic() - start < LEASE_SECONDS:
            raise Failed("the ALTER was not slow enough")
        expect(finished(waiting, 600), 0, "nothing to do")
        for bench in story.benches:
            with bench.server.session(DATABASE) as session:
                if session.value("SELECT n FROM counter") != "3":
                    raise Failed(f"on {bench.server.name}: {session.query('SELECT * FROM counter')}")


def stopped_runner(story, known):
    """As long as its lease is good nobody else gets in; afterwards its session is gone."""
    first, second, _ = story.benches
    with story.rule("a run that was stopped for longer than its lease sends nothing more"):
        story.prepare(TALE, "retries = 0\n")
        process = stopped_run(first, INDEX, *COMMANDS[UP])
        expect(second.run(*COMMANDS[UP], "--lock-timeout", "90s"), 0)
        ended = go_on(process)
        if ended.code not in (69, TEMPORARY):
            raise Failed(f"exit {ended.code}\n{ended.text}")
        story.compare(TALE, known, UP)


def _look(known):
    """The call, counted from that of TABLE, in which INDEX, announced by then, has the lease looked at before it."""
    table, index = call_of(known, TABLE), call_of(known, INDEX)
    return 1 + max(call for call in range(table, index) if "SELECT owner" in known.calls[UP][call - 1]) - table


def broken(story, known):
    first, second, _ = story.benches
    with story.rule("`lock --break` on another node ends a run before its next statement"):
        story.prepare(TALE)
        process = stopped_run(first, TABLE, *COMMANDS[UP], call=_look(known))
        connection = story.lease(first)["connection_id"]
        expect(second.run("lock"), 0, f"zoo: held by connection {connection} on node n1 (root@localhost), ")
        expect(second.run("lock", "--break"), 0, f"took the lease from connection {connection} on node n1 (root@localhost), ",
               "it ends before its next statement, and the next run carries on with what it had begun")
        expect(go_on(process), TEMPORARY, "the lease of this run is gone: nothing more was sent")
        second.finish(TALE, UP)
        story.compare(TALE, known, UP)


def edited(story, known):
    """Somebody edits the row of the lease in the middle of a run."""
    first, second, _ = story.benches
    row = f"{DATABASE}.dbmig_lease"
    edits = {"epoch": f"UPDATE {row} SET epoch = epoch + 1",
             "owner": f"UPDATE {row} SET owner = 'somebody', node_id = 'x', node = 'n9'",
             "deleted": f"DELETE FROM {row}"}
    for name, edit in edits.items():
        with story.rule(f"a run whose lease was edited ({name}) sends nothing more"):
            story.prepare(TALE)
            process = stopped_run(first, TABLE, *COMMANDS[UP], call=_look(known))
            with second.server.session() as session:
                session.query(edit)
            expect(go_on(process), TEMPORARY, "the lease of this run is gone", "nothing more was sent", "hint: run the same command again")
            with second.server.session() as session:
                if len(session.query(f"SHOW INDEX FROM {DATABASE}.a")) != 1:
                    raise Failed("the statement was sent all the same")
            story.expire(second, dead=first)
            second.finish(TALE, UP)
            story.compare(TALE, known, UP)


def moved(story, known):
    """The link is cut, and behind the same address another node answers."""
    first, second, _ = story.benches
    with story.rule("a run whose link comes back to another node sends nothing there"):
        story.prepare(TALE)
        with Proxy(first.server.socket) as proxy:
            first.configure(proxy.url())
            process = stopped_run(first, INDEX, *COMMANDS[UP])
            proxy.turn_to(second.server.socket)
            connection = story.lease(first)["connection_id"]
            with first.server.session() as session:
                session.query(f"KILL {connection}")
            expect(go_on(process), TEMPORARY, "node n2 answered, and the run was on node n1 of the Galera cluster: ",
                   "hint: run the same command again")
        first.configure()
        story.expire(second, dead=first)
        second.finish(TALE, UP)
        story.compare(TALE, known, UP)
