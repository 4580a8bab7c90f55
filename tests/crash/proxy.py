"""A TCP proxy on the loopback interface, in front of a server's socket, that does harm once."""

import dataclasses
import select
import socket
import struct
import threading
import time

from mysql_session import CAPABILITIES, Session

TO_SERVER, TO_CLIENT = "to server", "to client"
CUT, RESET, HALF, STALL, SWITCH, LATE = "cut", "reset", "half-close", "stall", "switch", "late-kill"
# How long the server does not hear that the client's side is gone.
SECONDS_HALF_OPEN = 1.2
SECONDS_STALLED = 0.6
_HARD_CLOSE = struct.pack("ii", 1, 0)
# What changes the login packet or the framing: not for the proxy's own login.
_NOT_OURS = 0x8 | 0x20 | 0x800 | 1 << 20 | 1 << 21
_MORE_RESULTS = 0x8
_INTERRUPTED = b"\xff" + struct.pack("<H", 1317) + b"#70100Query execution was interrupted"


@dataclasses.dataclass
class Harm:
    """What is done when `after` bytes (SWITCH: packets of the client, the last with `text` in it) have gone in a
    direction; with `text`, since the client's `nth` packet that holds it. LATE: the answer to the packet that ends with
    `text` becomes that of a statement that was killed."""

    kind: str
    direction: str
    after: int
    text: bytes = b""
    nth: int = 1

    def __str__(self):
        return f"{self.kind} after {self.after} {self.direction}" + (f" from {self.nth}. {self.text.decode()}" if self.text else "")


class Proxy:
    """Passes everything on; the harm, if any, is done to the first connection that comes so far."""

    def __init__(self, path, harm=None):
        self._path, self._harm = path, harm
        self._lock = threading.Lock()
        self.done = False
        self.alien = None  # Id of the session that was slipped in.
        self.bytes = {TO_SERVER: 0, TO_CLIENT: 0}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def url(self):
        return f"mysql://root@127.0.0.1:{self.port}/crash?connect_timeout=5&ssl_mode=disabled"

    def turn_to(self, path):
        """Connections that come from now on go to another server."""
        self._path = path

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self._path)
            self._pass_on(client, server)
        except OSError:
            pass
        finally:
            client.close()
            server.close()

    def _pass_on(self, client, server):
        counts = {TO_SERVER: 0, TO_CLIENT: 0}
        packets, capabilities = 0, CAPABILITIES
        answer = None  # What has come of the one to be replaced.
        passed = 0  # With the text.
        while True:
            for ready in select.select([client, server], [], [])[0]:
                direction, target = (TO_SERVER, server) if ready is client else (TO_CLIENT, client)
                chunk = ready.recv(65536)
                if not chunk:
                    return
                if direction == TO_SERVER:
                    packets += 1
                    if self._harm and self._harm.text in chunk:
                        passed += 1
                        if self._harm.text and passed == self._harm.nth:
                            counts = dict.fromkeys(counts, 0)
                    if packets == 1:
                        capabilities = _capabilities(chunk) & ~_NOT_OURS
                    if self._is_due(SWITCH, direction, packets, chunk):
                        server = self._slip_in(server, capabilities)
                        target = server
                    if self._is_due(LATE, direction, packets, chunk):
                        answer = b""
                elif answer is not None:
                    chunk, answer = _killed(answer + chunk)
                counts[direction] += len(chunk)
                with self._lock:
                    self.bytes[direction] += len(chunk)
                counts_now = self._harm and self._harm.kind not in (SWITCH, LATE) and passed >= self._harm.nth
                if counts_now and self._is_due(self._harm.kind, direction, counts[direction]):
                    surplus = counts[direction] - self._harm.after
                    target.sendall(chunk[:len(chunk) - surplus])
                    if not self._do_harm(client, server):
                        return
                    chunk = chunk[len(chunk) - surplus:]
                target.sendall(chunk)

    def _is_due(self, kind, direction, count, chunk=b""):
        harm = self._harm
        with self._lock:
            if self.done or not harm or harm.kind != kind or harm.direction != direction or count < harm.after:
                return False
            if kind == LATE and not chunk.endswith(harm.text) or kind == SWITCH and harm.text not in chunk:
                return False
            self.done = True
            return True

    def _do_harm(self, client, server):
        """Whether the connection goes on."""
        if self._harm.kind == STALL:
            time.sleep(SECONDS_STALLED)
            return True
        if self._harm.kind == RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HARD_CLOSE)
        if self._harm.kind == HALF:
            client.shutdown(socket.SHUT_RDWR)
            time.sleep(SECONDS_HALF_OPEN)
        server.close()
        return False

    def _slip_in(self, server, capabilities):
        """Another session in the place of the one the client logged in to."""
        server.close()
        alien = Session(self._path, database="crash", capabilities=capabilities)
        self.alien = alien.thread
        return alien.detach()


def _killed(answer):
    """The answer with its last OK replaced, and nothing to wait for; or nothing yet, and what has come."""
    start = 0
    while start + 4 <= len(answer):
        end = start + 4 + int.from_bytes(answer[start:start + 3], "little")
        packet = answer[start + 4:end]
        if end == len(answer) and not struct.unpack_from("<H", packet, 3)[0] & _MORE_RESULTS:
            head = len(_INTERRUPTED).to_bytes(3, "little") + answer[start + 3:start + 4]
            return answer[:start] + head + _INTERRUPTED, None
        start = end
    return b"", answer


def _capabilities(login):
    """What the client can do, as its login packet says; MariaDB's own in the upper half."""
    low, high = struct.unpack_from("<I", login, 4)[0], struct.unpack_from("<I", login, 32)[0]
    return low | high << 32
