"""A Galera cluster on 127.0.0.1, each node a server in a folder of its own, listening on a socket there.

All nodes start from copies of one data folder with the same position in the cluster's history, so that a joiner
needs no dump of another one: what it lacks it gets as write sets (IST).
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "crash"))
from mysql_session import Lost, ServerError, Session  # noqa: E402
from server import LAUNCHER, MEMORY, ROOM  # noqa: E402

PROVIDER = "/usr/lib/galera/libgalera_smm.so"
SECONDS_TO_START = 60.0
NOWHERE = "00000000-0000-0000-0000-000000000000"
TIMES = "evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S;evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.25S"


class NoCluster(Exception):
    """A node did not come up, or not back into the cluster."""


def eventually(true, what, seconds=None):
    seconds = seconds or SECONDS_TO_START
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise NoCluster(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Node:
    """One server of the cluster."""

    def __init__(self, folder, name, port, ist_port, address):
        self.folder, self.name = folder, name
        self.socket = str(folder / "s.sock")
        self.process = None
        self._wsrep = [
            "--wsrep-on=ON", f"--wsrep-provider={PROVIDER}", f"--wsrep-cluster-address=gcomm://{address}",
            "--wsrep-cluster-name=dbmig", f"--wsrep-node-name={name}", "--wsrep-node-address=127.0.0.1",
            f"--wsrep-node-incoming-address={name}.test:3306", "--wsrep-sst-method=position",
            f"--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{port};ist.recv_addr=127.0.0.1:{ist_port};"
            f"gcache.size=32M;{TIMES}",
            "--innodb-autoinc-lock-mode=2", "--binlog-format=ROW",
        ]

    def start(self, *options):
        """Starts it, and waits until it is part of the cluster."""
        position = [] if "--wsrep-new-cluster" in options or not self._was_killed() else [f"--wsrep-start-position={self._recovered()}"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([*self._program(), *self._wsrep, *position, *options], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, start_new_session=True,
                                            env={**os.environ, "PATH": f"{HERE}:{os.environ['PATH']}"})
        eventually(self._is_up, f"{self.name} in the cluster")

    def _is_up(self):
        if self.process.poll() is not None:
            raise NoCluster(f"{self.name} ended:\n{self.log()[-4000:]}")
        return self.status("wsrep_local_state_comment") == "Synced" and self.status("wsrep_ready") == "ON"

    def _program(self):
        return [LAUNCHER, "run", str(self.folder)]

    def has_lost_its_position(self):
        """Whether it was killed in the middle of a DDL, and only a copy of another node's data brings it back."""
        return self._was_killed() and self._recovered().startswith(NOWHERE)

    def _was_killed(self):
        """It does not write down where it stood then."""
        return "seqno:   -1" in (self.folder / "data" / "grastate.dat").read_text()

    def _recovered(self):
        done = subprocess.run([*self._program(), *self._wsrep, "--wsrep-recover", "--skip-log-error"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=True)
        found = re.search(r"Recovered position: (\S+)", done.stdout + done.stderr)
        if not found:
            raise NoCluster(f"{self.name}: no position\n{done.stderr[-4000:]}")
        return found[1]

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)
            os.killpg(self.process.pid, signal.SIGKILL)  # With the script that it may be waiting for.
            self.process.wait()

    def shut_down(self):
        self.process.terminate()
        self.process.wait(SECONDS_TO_START)

    def is_running(self):
        return self.process.poll() is None

    def session(self, database=None, user="root", timeout=60.0):
        """A session that sees what any node has committed before."""
        session = Session(self.socket, user=user, database=database, timeout=timeout)
        session.query("SET SESSION wsrep_sync_wait = 7")
        return session

    def url(self, database, user="root"):
        assert user == "root"
        return f"mysql://root@localhost/{database}?unix_socket={self.socket}"

    def status(self, name):
        try:
            with self.session(timeout=5.0) as session:
                rows = session.query(f"SHOW GLOBAL STATUS LIKE '{name}'")
                return rows[0][1] if rows else None
        except (Lost, ServerError):
            return None

    def set(self, variable, value):
        with self.session() as session:
            session.query(f"SET GLOBAL {variable} = {value}")

    def running(self, text):
        """Whether a session is at a statement with this text."""
        with self.session() as session:
            return session.value("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()"
                                 f" AND INFO LIKE '%{text}%'") != "0"

    def log(self):
        return (self.folder / "log").read_text(errors="replace")


def _copy_data(source, node):
    subprocess.run(["cp", "-a", "--sparse=always", source.folder / "data", node.folder / "data"], check=True)
    (node.folder / "data" / "gvwstate.dat").unlink(missing_ok=True)


class Cluster:
    """So many nodes, started, and stopped and removed by stop()."""

    def __init__(self, count=3):
        parent = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dbmig-galera-", dir=parent))
        self.nodes = []
        try:
            self._make(count)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _make(self, count):
        ports = free_ports(2 * count)
        address = ",".join(f"127.0.0.1:{port}" for port in ports[:count])
        for i in range(count):
            folder = self.folder / f"n{i + 1}"
            (folder / "tmp").mkdir(parents=True)
            self.nodes.append(Node(folder, f"n{i + 1}", ports[i], ports[count + i], address))
        first = self.nodes[0]
        subprocess.run([LAUNCHER, "init", str(first.folder)], check=True, capture_output=True)
        first.start("--wsrep-new-cluster")
        first.shut_down()
        for node in self.nodes[1:]:
            _copy_data(first, node)
        first.start("--wsrep-new-cluster")
        for node in self.nodes[1:]:
            node.start()
        self.settle()

    def revive(self, node):
        """Brings a node back that was killed. Whether it took another one's data."""
        lost = node.has_lost_its_position()
        if lost:
            source = next(each for each in self.nodes if each.is_running())
            source.shut_down()
            shutil.rmtree(node.folder / "data")
            _copy_data(source, node)
            source.start()
        node.start()
        self.settle()
        return lost

    def settle(self):
        """Waits until all nodes that run see each other."""
        there = [node for node in self.nodes if node.is_running()]
        eventually(lambda: all(node.status("wsrep_cluster_size") == str(len(there)) and
                               node.status("wsrep_local_state_comment") == "Synced" for node in there), "all nodes together")

    def stop(self):
        for node in self.nodes:
            node.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
