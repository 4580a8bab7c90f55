"""Runs programs, and says how long they took and how much memory they held."""

import ctypes
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field

PR_SET_CHILD_SUBREAPER = 36


class Failed(Exception):
    """A program that ended otherwise than it should."""


@dataclass
class Command:
    """A program with its arguments, and the folder and files it runs with."""

    argv: list
    cwd: str = "/"
    stdin: str = os.devnull

    def launch(self, argv, stdout, stderr):
        here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
        os.chdir(self.cwd)
        try:
            return os.posix_spawn(argv[0], argv, environment(), file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, self.stdin, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
                (os.POSIX_SPAWN_OPEN, 2, stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
            ])
        finally:
            os.fchdir(here)
            os.close(here)

    def run(self):
        """Runs it once with its output thrown away; wall and processor time in seconds."""
        start = time.perf_counter()
        pid = self.launch(self.argv, os.devnull, os.devnull)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        self._check(status, "run it by hand to see why")
        return Sample(wall, usage.ru_utime + usage.ru_stime)

    def output(self, folder):
        """Runs it once and returns what it prints."""
        out, err = os.path.join(folder, "stdout"), os.path.join(folder, "stderr")
        _, status, _ = os.wait4(self.launch(self.argv, out, err), 0)
        with open(out, encoding="utf-8") as text, open(err, encoding="utf-8") as problems:
            self._check(status, problems.read())
            return text.read()

    def peak_memory(self):
        """Runs it once; the most memory that it held, in KiB.

        A process inherits the peak of the one that it was started by, which is this
        interpreter. So a shell starts the program and ends at once, and the orphan comes
        to this process, which has said that it takes orphans in.
        """
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        shell = ["/bin/sh", "-c", 'exec 3<&0; "$@" <&3 >/dev/null & echo $!', "sh", *self.argv]
        with tempfile.NamedTemporaryFile("r", encoding="ascii") as orphan:
            _, status, _ = os.wait4(self.launch(shell, orphan.name, os.devnull), 0)
            self._check(status, "no shell")
            _, status, usage = os.wait4(int(orphan.read()), 0)
        self._check(status, "run it by hand to see why")
        return usage.ru_maxrss

    def _check(self, status, why):
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            shown = self.argv if len(self.argv) < 12 else [*self.argv[:4], "..."]
            raise Failed(f"`{' '.join(shown)}` in {self.cwd} ended with {code}: {why}")


@dataclass
class Sample:
    wall: float
    cpu: float


@dataclass
class Timing:
    """The samples of one contender."""

    samples: list = field(default_factory=list)

    @property
    def best(self):
        return min(sample.wall for sample in self.samples)

    @property
    def median(self):
        return statistics.median(sample.wall for sample in self.samples)

    @property
    def cpu(self):
        return min(sample.cpu for sample in self.samples)

    def times(self, other):
        """How many times as long this one takes: the median of what each round says.

        Where a slow disk goes up and down within minutes, both runs of a round still have the same one.
        """
        return statistics.median(ours.wall / theirs.wall
                                 for ours, theirs in zip(self.samples, other.samples, strict=True))


@dataclass
class Contender:
    """What takes part in a comparison; `turns` is how often it runs in each round."""

    command: Command
    turns: int = 1
    before: object = None  # Called before each run, outside of the time.


def side_by_side(contenders, rounds):
    """Runs all contenders in every round, so that what else the machine does hits all alike.

    Every other round goes backwards, so that none always comes behind the same one.
    """
    timings = {name: Timing() for name in contenders}
    for number in range(rounds):
        order = list(contenders.items())
        for name, contender in reversed(order) if number % 2 else order:
            for _ in range(contender.turns):
                if contender.before:
                    contender.before()
                timings[name].samples.append(contender.command.run())
    return timings


def environment():
    """Little, and the same for all."""
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
