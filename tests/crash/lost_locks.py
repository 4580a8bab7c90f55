"""The session, or the lock that it holds, is gone behind dbmig's back: nothing more may be sent."""

import os
import signal

from bench import COMMANDS, DOWN, IN_DOUBT, UP, Failed, finished
from case import Case
from proxy import SWITCH, TO_SERVER, Harm, Proxy
from snapshot import DATABASE
from zoo_tables import COUNTER

MAY_END_WITH = (0, 69, 75)
BUSY = 75
# What dbmig sends for itself may also stand in a script.
OUR_OWN_TOO = ("BEGIN", "COMMIT", "ROLLBACK", "START", "SET", "SELECT", "USE")
# What ends with the session, whichever it is.
PASSING = ("LOCK TABLES", "UNLOCK TABLES", "PREPARE", "DEALLOCATE", "CREATE TEMPORARY")
COMMITTED_ELSEWHERE = "the other one committed this statement without a record of it"
# How statements begin that are announced, each by itself.
ANNOUNCED = ("ALTER", "CREATE", "DROP", "GRANT", "RENAME", "REVOKE", "TRUNCATE")
# Cases of which a statement means something else in another session.
NEED_THEIR_SESSION = ("drop-with-foreign-keys", "session-variables", "sql-mode", "temporary-table", "use")
# By a text that dbmig does not read: in a statement it is refused.
RELEASED = Case("lock-released", "CREATE TABLE a (x INT); SET @s = CONCAT('DO RELEASE_ALL', '_LOCKS()');"
                " PREPARE s FROM @s; EXECUTE s; CREATE TABLE b (x INT);", "")

SWITCHED_INSIDE = Case("switched-inside", "UPDATE counter SET n = n + 1; UPDATE counter SET n = n + 10;", "", COUNTER)


class Unknowable(Exception):
    """What the server holds now is nobody's fault."""


def run(suite):
    known = suite.undisturbed()
    cases = [case for case in suite.cases if case.name in known and (not case.scripts or suite.options.only)]
    chance = suite.random("lost")
    jobs = []
    for number in range(suite.options.rounds):
        jobs.append((chance.choice(cases), number, (_killed, _overtaken, _switched)[number % 3]))
    suite.each(jobs, lambda bench, job: _try(suite, bench, known, *job))
    with suite.bench() as bench, suite.attempt(RELEASED.name):
        _released(suite, bench)
    with suite.bench() as bench, suite.attempt(SWITCHED_INSIDE.name):
        _switched_inside(suite, bench)


def _try(suite, bench, known, case, number, harm):
    chance = suite.random("lost", case.name, number)
    expected = known[case.name]
    for direction in COMMANDS:
        calls = len(expected.calls[direction])
        call = chance.randint(min(20, calls), calls)
        with suite.attempt(case.name, f"{harm.__name__[1:]}, {direction}, call {call}: {expected.calls[direction][call - 1]}"):
            bench.prepare(case)
            if direction == DOWN:
                bench.finish(case, UP)
            try:
                done = harm(suite, bench, case, direction, call)
            except Unknowable:
                continue
            bench.configure()
            if not done or done.code != 0:
                bench.finish(case, direction)
            bench.compare(case, expected, direction)


def _killed(suite, bench, case, direction, call):
    """The server ends the session of a dbmig that has just stopped to look."""
    process = bench.stopped_at(call, *COMMANDS[direction])
    if not process:
        return None
    _end_sessions(bench)
    return _go_on(suite, case, process, "sessions killed")


def _overtaken(suite, bench, case, direction, call):
    """As _killed, and a second runner does all the work before the first one looks again."""
    process = bench.stopped_at(call, *COMMANDS[direction])
    if not process:
        return None
    _end_sessions(bench)
    try:
        bench.finish(case, direction)
    finally:
        done = _go_on(suite, case, process, "sessions killed and overtaken")
    return done


def _switched(suite, bench, case, direction, call):
    """A proxy goes on with another session of the same server: it must get none of our statements."""
    with bench.server.session() as session:
        session.query("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1; TRUNCATE mysql.general_log")
        with Proxy(bench.server.socket, Harm(SWITCH, TO_SERVER, call // 2)) as proxy:
            bench.configure(proxy.url())
            done = bench.run(*COMMANDS[direction])
        session.query("SET GLOBAL general_log = 0")
        if not proxy.alien:
            return done
        sent = session.query(f"SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE thread_id = {proxy.alien}"
                             " AND command_type = 'Query' ORDER BY event_time")
    _check_sent(suite, case, [text for (text,) in sent], done)
    _check_end(case, done)
    suite.count("sessions switched by a proxy")
    suite.count(f"sessions switched by a proxy, run ended with {done.code}")
    return done


def _check_sent(suite, case, sent, done):
    """Nothing of the script, but for what was on its way already: switched between the look at the lock and the
    statement, nobody can see that. What was announced is found by the next run; rows that the other session changed
    and committed are not."""
    if COMMITTED_ELSEWHERE in done.text and done.code == IN_DOUBT:
        suite.count("statements committed by another session, and told")
        raise Unknowable
    script = "".join(text for _, text in case.files())
    ours = [bool(text) and text in script and not text.startswith(OUR_OWN_TOO + PASSING) for text in sent]
    if any(ours[1:]):
        raise Failed("sent on a session that is not ours:\n  " + "\n  ".join(map(str, sent)) + f"\n{done.text}")
    if any(ours):
        suite.count("sessions switched right before a statement")
        if not sent[0].startswith(ANNOUNCED) or case.name in NEED_THEIR_SESSION:
            raise Unknowable


def _released(suite, bench):
    """A statement of the script gives the lock away; the one after it must not be sent."""
    bench.prepare(RELEASED)
    done = bench.run(*COMMANDS[UP])
    with bench.server.session() as session:
        tables = {name for (name,) in session.query(f"SHOW TABLES FROM {DATABASE}")}
    if "b" in tables or done.code != BUSY:
        raise Failed(f"the lock was released, and dbmig went on: exit {done.code}, tables {sorted(tables)}\n{done.text}")
    suite.count("locks released behind its back")


def _switched_inside(suite, bench):
    """Another session is to get a statement of a transaction: it would commit it, so it must not."""
    bench.prepare(SWITCHED_INSIDE)
    with Proxy(bench.server.socket, Harm(SWITCH, TO_SERVER, 1, b"n + 10")) as proxy:
        bench.configure(proxy.url())
        done = bench.run(*COMMANDS[UP])
    with bench.server.session(DATABASE) as session:
        counted = session.value("SELECT n FROM counter")
    told = "the session changed under dbmig" in done.text and "nothing of upgrade" in done.text
    if (counted, done.code, told) != ("0", BUSY, True):
        raise Failed(f"counted {counted}, exit {done.code}\n{done.text}")
    suite.count("sessions switched inside a transaction")


def _end_sessions(bench):
    with bench.server.session() as session:
        for (number,) in session.query("SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 'root'"):
            session.query(f"KILL CONNECTION {number}")


def _go_on(suite, case, process, figure):
    os.kill(process.pid, signal.SIGCONT)
    done = finished(process)
    suite.count(figure)
    suite.count(f"{figure}, run ended with {done.code}")
    _check_end(case, done)
    return done


def _check_end(case, done):
    if done.code not in MAY_END_WITH and not (done.code == IN_DOUBT and case.may_stop):
        raise Failed(f"exit {done.code}\n{done.text}")
