"""A CLI session as text: reading it, and writing it again with other output."""

import dataclasses
import re

SECTION = re.compile(r"^-- (?:file (?P<file>\S+)|(?P<name>session|replace)) --$")
COMMAND = re.compile(r"^\$(?P<tty>tty)? (?P<text>.*)$")
# A line of output that begins like one of the format's own is written behind a backslash.
SPECIAL = ("$ ", "$tty ", "> ", "< ", "! ", "? ", "% ", "# ", "\\")
NO_NEWLINE = "% no newline at the end"


class BadSession(Exception):
    """The text is no session; the message says where and why."""


@dataclasses.dataclass
class Result:
    """What a command did, or should do."""

    stdout: str = ""
    stderr: str = ""
    status: int = 0


@dataclasses.dataclass
class Command:
    """One command with what it is expected to do and the lines that say so."""

    text: str
    tty: bool
    head: list[str]  # the lines of the command itself, as they stand
    stdin: str = ""
    expected: Result = dataclasses.field(default_factory=Result)
    body: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class InputFile:
    """A file that is written when its turn comes."""

    path: str
    content: str


@dataclasses.dataclass
class Session:
    """Steps in their order. `layout` is the whole text: plain lines, and commands."""

    steps: list
    replacements: list[tuple[re.Pattern, str]]
    layout: list


def escape(line):
    return "\\" + line if line == "!" or line.startswith(SPECIAL) or SECTION.match(line) else line


def unescape(line):
    return line[1:] if line.startswith("\\") else line


def output_lines(text):
    """The lines of an output; an empty last one would be lost, so it is escaped."""
    lines = [escape(line) for line in text.split("\n")]
    if lines[-1] == "":
        lines.pop()
        return lines[:-1] + ["\\"] if lines and lines[-1] == "" else lines
    return lines + [NO_NEWLINE]


def rendered(result):
    """The lines that stand below a command that does this."""
    lines = output_lines(result.stdout)
    if result.stderr:
        text = result.stderr.removesuffix("\n")
        lines += ["! " + line if line else "!" for line in text.split("\n")]
        if not result.stderr.endswith("\n"):
            lines.append("! " + NO_NEWLINE)
    if result.status != 0:
        lines.append(f"? {result.status}")
    return lines


def expected_result(body, number):
    """The Result that the lines below a command ask for."""
    stdout, stderr, status = [], [], 0
    ends = {"stdout": "\n", "stderr": "\n"}
    for offset, line in enumerate(body):
        if line == NO_NEWLINE:
            ends["stdout"] = ""
        elif line == "! " + NO_NEWLINE:
            ends["stderr"] = ""
        elif line == "!" or line.startswith("! "):
            stderr.append(line[2:])
        elif re.fullmatch(r"\? \d+", line):
            status = int(line[2:])
        elif escape(line) != line and not line.startswith("\\"):
            raise BadSession(f"line {number + offset}: `{line}` cannot stand inside an output")
        else:
            stdout.append(unescape(line))

    def joined(lines, end):
        return "\n".join(lines) + end if lines else ""

    return Result(joined(stdout, ends["stdout"]), joined(stderr, ends["stderr"]), status)


def trailing_notes(lines):
    """How many lines at the end are blank or comments: they belong to what follows."""
    count = 0
    while count < len(lines) and (not lines[-1 - count] or lines[-1 - count].startswith("# ")):
        count += 1
    return count


def trailing_blanks(lines):
    count = 0
    while count < len(lines) and not lines[-1 - count]:
        count += 1
    return count


def read_command(lines, start):
    """The command whose `$` line is lines[start], up to the next command or section."""
    match = COMMAND.match(lines[start])
    command = Command(match["text"], bool(match["tty"]), [lines[start]])
    position = start + 1
    while position < len(lines) and lines[position].startswith(("> ", "< ")):
        line = lines[position]
        command.head.append(line)
        if line.startswith("> "):
            command.text += "\n" + line[2:]
        else:
            command.stdin += line[2:] + "\n"
        position += 1
    first = position
    while position < len(lines) and not COMMAND.match(lines[position]) and not SECTION.match(lines[position]):
        position += 1
    command.body = lines[first:position]
    notes = trailing_notes(command.body)
    if notes:
        command.body = command.body[:-notes]
    command.expected = expected_result(command.body, first + 1)
    return command, position - notes


def read_replacements(lines, number):
    replacements = []
    for offset, line in enumerate(lines):
        match = re.fullmatch(r"/(.*)/ => (.*)", line)
        if line and not line.startswith("# ") and not match:
            raise BadSession(f"line {number + offset}: expected `/regular expression/ => text`")
        if match:
            replacements.append((re.compile(match[1], re.MULTILINE), match[2]))
    return replacements


def read_commands(lines, position, session):
    while position < len(lines) and not SECTION.match(lines[position]):
        if COMMAND.match(lines[position]):
            command, position = read_command(lines, position)
            session.steps.append(command)
            session.layout.append(command)
        elif lines[position] and not lines[position].startswith("# "):
            raise BadSession(f"line {position + 1}: expected a command (`$ ...`) or a comment (`# ...`)")
        else:
            session.layout.append(lines[position])
            position += 1
    return position


def parse(text):
    """The session that `text` is; raises BadSession."""
    lines = text.removesuffix("\n").split("\n")
    session = Session([], [], [])
    position = 0
    while position < len(lines):
        match = SECTION.match(lines[position])
        if not match and (session.steps or (lines[position] and not lines[position].startswith("# "))):
            raise BadSession(f"line {position + 1}: expected a section, such as `-- session --`")
        session.layout.append(lines[position])
        position += 1
        if not match:
            continue
        if match["name"] == "session":
            position = read_commands(lines, position, session)
            continue
        first = position
        while position < len(lines) and not SECTION.match(lines[position]):
            position += 1
        content = lines[first:position]
        session.layout += content
        if match["file"]:
            kept = content[: len(content) - trailing_blanks(content)]
            session.steps.append(InputFile(match["file"], "".join(line + "\n" for line in kept)))
        else:
            session.replacements += read_replacements(content, first + 1)
    if not any(isinstance(step, Command) for step in session.steps):
        raise BadSession("it has no command: `-- session --`, then `$ ...`")
    return session


def text_of(session, results):
    """The session's text as it would be if `results`, by position, were expected."""
    lines = []
    command_number = 0
    for item in session.layout:
        if isinstance(item, str):
            lines.append(item)
            continue
        result = results[command_number] if command_number < len(results) else item.expected
        lines += item.head + (item.body if result == item.expected else rendered(result))
        command_number += 1
    return "\n".join(lines) + "\n"
