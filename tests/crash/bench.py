"""One private server, one work folder, and dbmig run on them: undisturbed, killed, resumed, compared."""

import contextlib
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import journal
import snapshot
from mysql_session import ServerError

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SECONDS_PER_RUN = 120
IN_DOUBT = 65
REFUSED = 2
UP, DOWN = "up", "down"
COMMANDS = {UP: ("upgrade", "heads"), DOWN: ("downgrade", "base")}


class Failed(Exception):
    """The rule of the suite is broken; the text says how."""


@dataclasses.dataclass(frozen=True)
class Kill:
    """Ends a run before or after its `call`-th call to the server, or the server itself (`victim`); counted from
    the first that sends a statement that begins with `origin`, which is 1."""

    call: int
    side: str
    delay: int = 0  # Microseconds.
    victim: int = 0
    signal: int = signal.SIGKILL
    origin: str = ""

    def __str__(self):
        return f"{self.call}:{self.side}" + (f":{self.delay}" if self.delay else "")

    def environment(self):
        return {"DBMIG_CRASH_AT": str(self.call), "DBMIG_CRASH_SIDE": self.side, "DBMIG_CRASH_DELAY": str(self.delay),
                "DBMIG_CRASH_VICTIM": str(self.victim), "DBMIG_CRASH_SIGNAL": str(int(self.signal)),
                "DBMIG_CRASH_FROM": self.origin}


def kill_of(text):
    """What str(Kill) wrote."""
    call, side, *delay = text.split(":")
    return Kill(int(call), side, int(delay[0]) if delay else 0)


@dataclasses.dataclass(frozen=True)
class Run:
    code: int
    text: str  # stdout and stderr


@dataclasses.dataclass(frozen=True)
class Undisturbed:
    """What a case comes to when nothing happens: the calls of each direction, and the state after it."""

    calls: dict
    states: dict
    journals: dict


class Bench:
    """Where the cases of one worker run."""

    folders = set()  # Of all that are not left yet.

    def __init__(self, server, dbmig, preload, url=None, user="root"):
        self.server = server
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dbmig-crash-work-"))
        Bench.folders.add(self.folder)
        self.user = user
        self.url = url or server.url(snapshot.DATABASE, user)
        self.scripts = self.folder / "tree"
        self.sabotage = ""  # SQL that is run after each kill.
        self.doubts = 0
        self.runs = 0
        self._dbmig, self._preload = str(dbmig), str(preload)
        (self.folder / "tmp").mkdir()
        self.environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(self.folder), "TZ": "UTC",
            "TMPDIR": str(self.folder / "tmp"), "LC_ALL": "C.UTF-8", "USER": "tester", "LOGNAME": "tester",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        Bench.folders.discard(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self, case):
        """Writes the tree of `case` and makes its databases anew."""
        self._write_tree(case)
        self.scripts = SOURCE / case.scripts if case.scripts else self.folder / "tree"
        self.configure()
        self.reset(case)

    def _write_tree(self, case):
        versions = self.folder / "tree" / "versions"
        shutil.rmtree(versions, ignore_errors=True)
        versions.mkdir(parents=True)
        for name, text in case.files():
            (versions / name).write_text(text)

    def configure(self, url=None, more=""):
        """Writes the settings; `url` in the place of the server's own."""
        location, link = (str(text).replace("%", "%%") for text in (self.scripts, url or self.url))
        (self.folder / "migrate.ini").write_text(
            f"[dbmig]\ntrees = zoo\n\n[zoo]\nscript_location = {location}\nurl = {link}\n{more}")

    def stopped_at(self, call, *arguments, origin=""):
        """dbmig, stopped right before its `call`-th call, as Kill counts; go on with SIGCONT. None when it was over before."""
        process = self.start(*arguments, kill=Kill(call, "before", signal=signal.SIGSTOP, origin=origin))
        if stops(process):
            return process
        process.communicate()
        return None

    def reset(self, case):
        with self.server.session() as session:
            snapshot.clear(session)
            session.query(f"CREATE DATABASE {snapshot.DATABASE} CHARACTER SET latin1")
            session.query(f"USE {snapshot.DATABASE}; SET sql_mode = 'STRICT_TRANS_TABLES'")
            if case.setup:
                session.query(case.setup)
            if self.user != "root":
                session.query(f"CREATE USER IF NOT EXISTS {self.user}@localhost;"
                              f"GRANT ALL ON {snapshot.DATABASE}.* TO {self.user}@localhost; GRANT PROCESS ON *.* TO {self.user}@localhost")

        if case.broken:
            self._write_tree(case.before())
            refused = self.run(*COMMANDS[UP])
            self._write_tree(case)
            if refused.code != REFUSED:
                raise Failed(f"the broken revision: exit {refused.code}\n{refused.text}")

    def command(self, *arguments):
        return [self._dbmig, "-c", str(self.folder / "migrate.ini"), *arguments]

    def start(self, *arguments, kill=None, count=None):
        """dbmig as a process of its own session, its output in one pipe."""
        environment = dict(self.environment)
        if kill or count:
            environment["LD_PRELOAD"] = self._preload
        if kill:
            environment |= kill.environment()
        if count:
            environment["DBMIG_CRASH_COUNT"] = str(count)
        self.runs += 1
        return subprocess.Popen(
            self.command(*arguments), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="backslashreplace", start_new_session=True)

    def run(self, *arguments, kill=None, count=None, seconds=SECONDS_PER_RUN):
        return finished(self.start(*arguments, kill=kill, count=count), seconds)

    def undisturbed(self, case):
        """Runs the case up and down with nothing in its way, and keeps what it finds."""
        self.prepare(case)
        return self.walked(case)

    def walked(self, case):
        """The same for a case that is prepared."""
        calls, states, journals = {}, {}, {}
        for direction, command in COMMANDS.items():
            count = self.folder / f"calls-{direction}"
            count.unlink(missing_ok=True)
            done = self.run(*command, count=count)
            if done.code != 0:
                raise Failed(f"undisturbed {direction}: exit {done.code}\n{done.text}")
            calls[direction] = count.read_text(errors="replace").splitlines()
            states[direction], journals[direction] = self.state(case)
            if direction == UP and case.holds:
                self._check_promise(case)
        return Undisturbed(calls, states, journals)

    def state(self, case):
        with self.server.session() as session:
            return snapshot.take(session, case.counts), journal.read(session)

    def compare(self, case, expected, direction):
        """Raises Failed unless the server holds what an undisturbed run leaves."""
        found, rows = self.state(case)
        lines = snapshot.differences(expected.states[direction], found)
        lines += journal.problems(expected.journals[direction], rows)
        if lines:
            raise Failed(f"after {direction}:\n  " + "\n  ".join(lines))

    def disturbed(self, case, direction, kills):
        """Runs a direction, killed as said, and at last to its end; whether all kills came."""
        came = True
        for kill in kills:
            run = self.run(*COMMANDS[direction], kill=kill)
            came = run.code == -signal.SIGKILL  # Or it was over before.
            if run.code == 0:
                continue
            if run.code != -signal.SIGKILL:
                self._settle(case, direction, run)
            if self.sabotage:
                self._spoil()
        self.finish(case, direction)
        return came

    def finish(self, case, direction):
        """The next run of the same command, which must finish; where it may, and does, stop in doubt, the
        operator's answer is given."""
        for _ in range(8):
            run = self.run(*COMMANDS[direction])
            if run.code == 0:
                return
            self._settle(case, direction, run)
        raise Failed(f"{direction}: in doubt again and again\n{run.text}")

    def _spoil(self):
        with self.server.session() as session, contextlib.suppress(ServerError):
            session.query(self.sabotage)

    def _settle(self, case, direction, run):
        if run.code != IN_DOUBT or not case.may_stop:
            raise Failed(f"{direction}: exit {run.code}\n{run.text}")
        self.doubts += 1
        answer = self._answer(case, run.text)
        settled = self.run("resume", answer)
        if settled.code not in (0, IN_DOUBT):
            raise Failed(f"{direction}: exit {run.code}\n{run.text}resume {answer}: exit {settled.code}\n{settled.text}")

    def _answer(self, case, text):
        for piece, query in sorted(case.happened.items(), key=lambda item: -len(item[0])):
            if piece in text:
                with self.server.session(snapshot.DATABASE) as session:
                    return "--assume-done" if session.value(query) == "1" else "--assume-not-done"
        raise Stopped(re.sub(r"\s+", " ", text)[:200])

    def _check_promise(self, case):
        with self.server.session(snapshot.DATABASE) as session:
            if session.value(case.holds) != "1":
                raise Failed(f"undisturbed: not so: {case.holds}")


class Stopped(Exception):
    """dbmig stopped, as it may here, and nobody but the operator knows the answer."""


def stops(process, seconds=SECONDS_PER_RUN):
    """Waits until the process has stopped itself (SIGSTOP); false when it ends without."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pid, status = os.waitpid(process.pid, os.WUNTRACED | os.WNOHANG)
        if pid and os.WIFSTOPPED(status):
            return True
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return False
        time.sleep(0.001)
    raise Failed("neither stopped nor done")


def finished(process, seconds=SECONDS_PER_RUN):
    """What the process said in the end; one that takes too long is killed."""
    try:
        text, _ = process.communicate(timeout=seconds)
        return Run(process.returncode, text)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        text, _ = process.communicate()
        raise Failed(f"not done within {seconds} s:\n{text}") from None
