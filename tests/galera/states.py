"""Rules about the state of a node: where nothing may be sent, and what a failure in the middle leaves."""

import contextlib
import time

from bench import COMMANDS, DOWN, UP, Failed, finished
from case import Case
from cluster import eventually
from runs import COUNTER, PLUS, TALE
from snapshot import DATABASE
from story import NODE_RETURNS, TEMPORARY, call_of, expect, go_on, stopped_run

POLICY = 77
ISOLATED = "wsrep_provider_options"


def _untouched(story):
    with story.benches[0].server.session() as session:
        tables = {name for (name,) in session.query(f"SHOW TABLES FROM {DATABASE}")}
    if tables != {"counter"}:
        raise Failed(f"something was sent: {sorted(tables)}")


def _refused(story, bench, code, *texts):
    expect(bench.run(*COMMANDS[UP]), code, *texts, "state: nothing was changed")
    _untouched(story)
    story.count("nodes refused before anything was sent")


def refusals(story):
    last = story.benches[2]
    story.prepare(TALE)
    with story.rule("a desynced node is refused"), _setting(last, "wsrep_desync", "ON", "OFF"):
        _refused(story, last, TEMPORARY,
                 "dbmig: node n3 is not in step with its Galera cluster: its state is Donor/Desynced\n",
                 "hint: connect to a node whose wsrep_local_state_comment is Synced, or run the same command again when this one is\n")
    with story.rule("a node of method RSU is refused"), _setting(last, "wsrep_OSU_method", "RSU", "TOI"):
        _refused(story, last, POLICY,
                 "dbmig: wsrep_OSU_method is RSU: what dbmig changes of the schema would stay on node n3\n",
                 "hint: on the server: SET GLOBAL wsrep_OSU_method = 'TOI'; then run the same command again\n")
    with story.rule("a session that does not replicate is refused"), _setting(last, "wsrep_on", "OFF", "ON"):
        _refused(story, last, POLICY,
                 "dbmig: wsrep_on is OFF in this session: what dbmig changes would stay on node n3\n",
                 "hint: take it out of init_connect on the server, then run the same command again\n")
    with story.rule("a node without the others is refused"), _isolated(last):
        _refused(story, last, TEMPORARY,
                 "dbmig: node n3 has lost the others of its Galera cluster: it is in a non-Primary component\n",
                 "hint: connect to a node of the primary component, or run the same command again when this one is part of it\n")


@contextlib.contextmanager
def _setting(bench, variable, value, after):
    bench.server.set(variable, f"'{value}'")
    try:
        yield
    finally:
        bench.server.set(variable, f"'{after}'")
        eventually(lambda: bench.server.status("wsrep_local_state_comment") == "Synced", "Synced again", NODE_RETURNS)


@contextlib.contextmanager
def _isolated(bench):
    _isolate(bench)
    try:
        yield
    finally:
        _join(bench)


def _isolate(bench):
    bench.server.set(ISOLATED, "'gmcast.isolate=1'")
    eventually(lambda: bench.server.status("wsrep_cluster_status") == "non-Primary" and
               bench.server.status("wsrep_ready") == "OFF", "alone", NODE_RETURNS)


def _join(bench):
    bench.server.set(ISOLATED, "'gmcast.isolate=0'")
    eventually(lambda: bench.server.status("wsrep_ready") == "ON" and
               bench.server.status("wsrep_local_state_comment") == "Synced", "together", NODE_RETURNS)


def scripts_that_leave(story):
    """A script that would go on for this node alone."""
    for setting, text in (("SET SESSION wsrep_OSU_method = RSU", "wsrep_OSU_method is RSU: what dbmig changes of the schema"),
                          ("SET SESSION wsrep_on = OFF", "wsrep_on is OFF in this session: what dbmig changes")):
        with story.rule(f"after `{setting}` in a script nothing more is sent"):
            story.prepare(Case("leaves", f"CREATE TABLE a (x INT); {setting}; CREATE TABLE b (x INT);", "DROP TABLE b;", COUNTER))
            expect(story.benches[0].run(*COMMANDS[UP]), POLICY, text, "would stay on node n1")
            for bench in story.benches:
                with bench.server.session() as session:
                    if session.query(f"SHOW TABLES FROM {DATABASE} LIKE 'b'"):
                        raise Failed(f"there is a table b on {bench.server.name}")


def rows_of_one_node(story):
    with story.rule("rows that Galera does not replicate are refused"):
        story.prepare(Case("rows", "CREATE TABLE a (x INT PRIMARY KEY) ENGINE=MyISAM; INSERT INTO a VALUES (1);", "DROP TABLE a;", COUNTER))
        expect(story.benches[0].run(*COMMANDS[UP]), POLICY,
               f"`{DATABASE}`.`a` has rows of its own on each node: Galera replicates only tables with transactions\n",
               "hint: make it an InnoDB table in a statement before this one, and run the same command again\n")
        with story.benches[0].server.session() as session:
            if session.value(f"SELECT COUNT(*) FROM {DATABASE}.a") != "0":
                raise Failed("they were written")
    story.prepare(Case("strict", "CREATE TABLE a (x INT);", "DROP TABLE a;", COUNTER))
    with story.rule("what a strict cluster refuses is told with what to do"), \
            _setting(story.benches[0], "wsrep_mode", "REQUIRED_PRIMARY_KEY,STRICT_REPLICATION", ""):
        expect(story.benches[0].run(*COMMANDS[UP]), 2, "Galera replication not supported",
               "hint: wsrep_mode on the server asks for what Galera replicates whole: an InnoDB table with a primary key\n")


def conflicts(story, chance, rounds):
    """Another node commits a change of the same row first: the cluster does not certify ours."""
    first, second, _ = story.benches
    case = Case("conflict", f"CREATE TABLE a (x INT); {PLUS} INSERT INTO a VALUES (1);", "DROP TABLE a;", COUNTER)
    known = story.undisturbed(case)
    calls = range(call_of(known, "UPDATE counter") + 1, len(known.calls[UP]) + 1)
    for call in sorted(chance.sample(calls, min(3 * rounds, len(calls)))):
        with story.rule(f"a transaction that is not certified is done again (another's before call {call})"):
            story.prepare(case)
            process = first.stopped_at(call, *COMMANDS[UP])
            with second.server.session(DATABASE) as session:
                session.query("UPDATE counter SET n = n + 100")
            if process is None:  # The last calls of a run are not always as many.
                story.count("runs that were over before the other's change")
                continue
            run = go_on(process)
            expect(run, 0)
            story.count("transactions done again", run.text.count("again in "))
            for bench in story.benches:
                with bench.server.session(DATABASE) as session:
                    if session.query("SELECT n, (SELECT COUNT(*) FROM a) FROM counter") != [("101", "1")]:
                        raise Failed(f"on {bench.server.name}: {session.query('SELECT * FROM counter, a')}\n{run.text}")


def closed(story):
    """The node has lost the others when the statement arrives, so it begins none."""
    last = story.benches[2]
    case = Case("closed", f"CREATE TABLE a (id INT PRIMARY KEY); ALTER TABLE a ADD n INT; {PLUS}", "DROP TABLE a;", COUNTER)
    story.prepare(case)
    known = last.walked(case)
    with story.rule("a statement that arrives at a node without the others did not begin, and is not tried again there"):
        story.prepare(case)
        process = stopped_run(last, "ALTER TABLE a", *COMMANDS[UP])
        with _isolated(last):
            expect(go_on(process), TEMPORARY, "server error 1047 (08S01): WSREP has not yet prepared node for application use\n",
                   "of upgrade c00000000000 is in effect; the database", "hint: this node has lost the others of its Galera cluster: ")
        last.finish(case, UP)
        story.compare(case, known, UP)


def partitions(story, chance, rounds):
    """The node loses the others in the middle of a run, and comes back."""
    last, other = story.benches[2], story.benches[0]
    slow = "DO SLEEP(0.2);"
    case = Case("partition", [f"CREATE TABLE a (id INT PRIMARY KEY); {PLUS} {slow} ALTER TABLE a ADD n INT; {slow} ALTER TABLE a ADD INDEX (n);"
                              f"{PLUS} {slow} ALTER TABLE a ADD INDEX (n); {slow} {PLUS}"] * 1 +
                [f"{PLUS} {slow} CREATE TABLE b (x INT); {slow} {PLUS} ALTER TABLE b ADD INDEX (x); {PLUS}"],
                ["DROP TABLE a;", f"DROP TABLE b; {PLUS}"], COUNTER, holds="SELECT n = 6 FROM counter")
    known = story.undisturbed(case)
    for number in range(rounds):
        node = last if number % 2 else other
        with story.rule(f"a node that loses the others in the middle: 75, and the next run on {node.server.name} finishes"):
            story.prepare(case)
            process = last.start(*COMMANDS[UP])
            eventually(lambda: last.server.running("SLEEP(0.2)"), "the middle of the run", NODE_RETURNS)
            time.sleep(chance.uniform(0, 0.8))
            with _isolated(last):
                run = finished(process)
                story.count(f"nodes without the others, run ended with {run.code}")
                if run.code not in (0, TEMPORARY):
                    raise Failed(f"exit {run.code}\n{run.text}")
                if node is not last:
                    story.expire(node)
                    node.finish(case, UP)
            node.finish(case, UP)
            story.compare(case, known, UP)
            node.finish(case, DOWN)
