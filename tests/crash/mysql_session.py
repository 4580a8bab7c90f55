"""A plain session with a server, with nothing of dbmig's and of no library's between."""

import socket
import struct

_LONG_PASSWORD, _LONG_FLAG, _CONNECT_WITH_DB, _PROTOCOL_41 = 1, 4, 8, 0x200
_TRANSACTIONS, _SECURE_CONNECTION, _MULTI_STATEMENTS, _MULTI_RESULTS, _PLUGIN_AUTH = 0x2000, 0x8000, 1 << 16, 1 << 17, 1 << 19
CAPABILITIES = (
    _LONG_PASSWORD | _LONG_FLAG | _PROTOCOL_41 | _TRANSACTIONS | _SECURE_CONNECTION | _MULTI_STATEMENTS
    | _MULTI_RESULTS | _PLUGIN_AUTH
)
_UTF8MB4 = 45
_MORE_RESULTS = 8
_NULL = 0xFB


class ServerError(Exception):
    """What the server refused; `number` is its number."""

    def __init__(self, number, message):
        super().__init__(f"{number}: {message}")
        self.number = number


class Lost(Exception):
    """The connection is gone."""


class Session:
    """One session over a unix socket, as a user without a password."""

    def __init__(self, path, user="root", database=None, timeout=60.0, capabilities=CAPABILITIES):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        self._buffer = b""
        self._sequence = 0
        self.thread = 0  # The server's id of this session.
        try:
            self._socket.connect(str(path))
            self._log_in(user, database, capabilities)
        except OSError as error:
            self._socket.close()
            raise Lost(str(error)) from None
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def detach(self):
        """The socket of the logged-in session, for one who goes on by himself."""
        return self._socket

    def query(self, sql):
        """The rows of the last result that has any, each a tuple of texts and None."""
        return self.table(sql)[1]

    def table(self, sql):
        """The names of the columns and the rows."""
        self.send(sql)
        return self.answer()

    def send(self, sql):
        self._sequence = 0
        text = sql if isinstance(sql, bytes) else sql.encode()
        try:
            self._write(b"\x03" + text)
        except OSError as error:
            raise Lost(str(error)) from None

    def answer(self):
        columns, rows = [], []
        try:
            more = True
            while more:
                found, status = self._result()
                columns, rows = found or (columns, rows)
                more = status & _MORE_RESULTS
        except OSError as error:
            raise Lost(str(error)) from None
        return columns, rows

    def value(self, sql):
        """The first column of the first row, or None."""
        rows = self.query(sql)
        return rows[0][0] if rows else None

    def _log_in(self, user, database, capabilities):
        greeting = self._packet()
        if greeting[0] == 0xFF:
            raise self._error(greeting)
        self.thread = struct.unpack_from("<I", greeting, greeting.index(b"\0", 1) + 1)[0]
        capabilities |= _CONNECT_WITH_DB if database else 0
        self._write(
            struct.pack("<IIB19xI", capabilities & 0xFFFFFFFF, 1 << 24, _UTF8MB4, capabilities >> 32) + user.encode() + b"\0" + b"\0"
            + (database.encode() + b"\0" if database else b"") + b"mysql_native_password\0"
        )
        while True:
            answer = self._packet()
            if answer[0] == 0xFE:
                self._write(b"")  # Another plugin; to all of them no password is no bytes.
            elif answer[0] == 0xFF:
                raise self._error(answer)
            elif answer[0] == 0:
                return

    def _result(self):
        head = self._packet()
        if head[0] == 0xFF:
            raise self._error(head)
        if head[0] == 0:
            at = 1
            for _ in range(2):
                _, at = _number(head, at)
            return None, struct.unpack_from("<H", head, at)[0]
        count, _ = _number(head, 0)
        columns = [_column_name(self._packet()) for _ in range(count)]
        self._packet()
        rows = []
        while True:
            packet = self._packet()
            if packet[0] == 0xFF:
                raise self._error(packet)
            if packet[0] == 0xFE and len(packet) < 9:
                return (columns, rows), struct.unpack_from("<H", packet, 3)[0]
            rows.append(_row(packet, count))

    def _error(self, packet):
        message = packet[3:].decode(errors="replace")
        return ServerError(struct.unpack_from("<H", packet, 1)[0], message[6:] if message.startswith("#") else message)

    def _packet(self):
        content = b""
        while True:
            header = self._read(4)
            size = int.from_bytes(header[:3], "little")
            self._sequence = header[3] + 1
            content += self._read(size)
            if size < 0xFFFFFF:
                return content or b"\xfe"

    def _read(self, size):
        while len(self._buffer) < size:
            more = self._socket.recv(65536)
            if not more:
                raise Lost("the server hung up")
            self._buffer += more
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _write(self, content):
        while True:
            part, content = content[:0xFFFFFF], content[0xFFFFFF:]
            self._socket.sendall(len(part).to_bytes(3, "little") + bytes([self._sequence & 0xFF]) + part)
            self._sequence += 1
            if len(part) < 0xFFFFFF:
                return


def _number(packet, at):
    """A length-encoded number at `at`, and where it ends."""
    first = packet[at]
    if first < _NULL:
        return first, at + 1
    size = {0xFC: 2, 0xFD: 3, 0xFE: 8}[first]
    return int.from_bytes(packet[at + 1:at + 1 + size], "little"), at + 1 + size


def _text(packet, at):
    if packet[at] == _NULL:
        return None, at + 1
    size, at = _number(packet, at)
    return packet[at:at + size].decode(errors="backslashreplace"), at + size


def _row(packet, count):
    values, at = [], 0
    for _ in range(count):
        value, at = _text(packet, at)
        values.append(value)
    return tuple(values)


def _column_name(packet):
    at = 0
    name = None
    for _ in range(5):  # catalogue, schema, table, table's own name, name
        name, at = _text(packet, at)
    return name


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
