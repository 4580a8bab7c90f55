#!/usr/bin/python3
"""Parses Python files by dbmig's parser and by Python's own, and compares.

Files are this machine's standard library, what is given, and damaged pieces of both. A file
has to be accepted by both or by neither; what both accept has to have the same nodes at the
same places, with the same names and the same values of strings.
"""

import argparse
import ast
import os
import pathlib
import random
import re
import subprocess
import sys
import sysconfig
import tempfile

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
EXPRESSIONS = (
    "Name Constant JoinedStr Tuple List Set Dict Attribute Subscript Slice Call keyword UnaryOp BinOp BoolOp "
    "Compare IfExp Lambda Await Yield YieldFrom Starred NamedExpr"
).split()


class Nodes(ast.NodeVisitor):
    """The nodes of a file as the probe prints them."""

    def __init__(self, data):
        self.lines = [0]
        for match in re.finditer(b"\r\n|\r|\n", data):
            self.lines.append(match.end())
        self.found = set()

    def place(self, line, column):
        return self.lines[line - 1] + column

    def generic_visit(self, node):
        name = type(node).__name__
        if isinstance(node, (ast.pattern,)):
            return
        if isinstance(node, ast.stmt):
            self.found.add(("stmt", self.place(node.lineno, node.col_offset), 0, ""))
        elif isinstance(node, ast.arg):
            self.found.add(("arg", self.start_of_arg(node), 0, node.arg.encode().hex()))
        elif isinstance(node, ast.alias):
            words = f"{node.name} {node.asname or ''}"
            self.found.add(("alias", self.place(node.lineno, node.col_offset), 0, words.encode().hex()))
        elif name in EXPRESSIONS or isinstance(node, COMPREHENSIONS):
            kind = "Comprehension" if isinstance(node, COMPREHENSIONS) else name
            begin = self.place(node.lineno, node.col_offset)
            end = self.place(node.end_lineno, node.end_col_offset)
            self.found.add((kind, begin, end, self.text(node).hex()))
        if not isinstance(node, ast.JoinedStr):
            super().generic_visit(node)

    def start_of_arg(self, node):
        return self.place(node.lineno, node.col_offset)

    @staticmethod
    def text(node):
        if isinstance(node, ast.Name):
            return node.id.encode()
        if isinstance(node, ast.Attribute):
            return node.attr.encode()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value.encode("utf-8", "surrogatepass")
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
            return b"".join(b.to_bytes(1, "big") for b in node.value)
        return b""


def python_says(data):
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        return None, str(problem)
    nodes = Nodes(data)
    nodes.visit(tree)
    return nodes.found, ""


def refused_before_it_runs(data):
    """What the parser lets pass: `*a = 0`."""
    try:
        compile(data, "damaged", "exec")
    except (SyntaxError, ValueError):
        return True
    return False


class Probe:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def says(self, path):
        print(path, file=self.process.stdin, flush=True)
        found = set()
        problem = None
        while line := self.process.stdout.readline().rstrip("\n"):
            cells = line.split("\t")
            if cells[0] == "error":
                problem = cells[1]
            else:
                found.add((cells[0], int(cells[1]), int(cells[2]), cells[3]))
        return (None, problem) if problem else (found, "")


# What dbmig refuses although Python takes it.
KNOWN = ("a character by its name", "half of a character", "encoding", "nested too deep", "not UTF-8")


# What dbmig takes although Python refuses it: it has no table of the world's letters, and reads
# whatever is UTF-8.
LAX = ("invalid character", "invalid non-printable", "encoding")


def starless(nodes, data):
    """Without the start of a parameter with stars, which Python counts from its name."""
    result = set()
    for kind, begin, end, text in nodes:
        if kind == "arg":
            while data[begin : begin + 1] in (b"*", b" ", b"\n", b"\t", b"\\"):
                begin += 1
        result.add((kind, begin, end, text))
    return result


def difference(path, probe):
    data = path.read_bytes()
    theirs, their_problem = python_says(data)
    if any(words in their_problem for words in LAX):
        return None
    ours, our_problem = probe.says(path)
    if ours is None and any(words in our_problem for words in KNOWN):
        return None
    if theirs is None and ours is None:
        return None
    if theirs is None:
        return f"Python alone refuses: {their_problem}"
    if ours is None and refused_before_it_runs(data):
        return None
    if ours is None:
        return f"dbmig alone refuses: {our_problem}"
    if data.startswith(b"\xef\xbb\xbf"):
        return None  # Python counts without the mark
    ours = starless(ours, data)
    if not data.isascii():  # names in other letters have more than one spelling to Python
        ours, theirs = ({node for node in nodes if node[0] != "Name"} for nodes in (ours, theirs))
    if ours == theirs:
        return None
    missing = sorted(theirs - ours, key=lambda node: node[1:3])[:3]
    extra = sorted(ours - theirs, key=lambda node: node[1:3])[:3]
    return f"Python has {missing}, dbmig has {extra}"


def damaged(generator, data):
    """A piece of a file with a few small changes."""
    lines = data.split(b"\n")
    first = generator.randrange(len(lines))
    words = re.findall(rb"\w+|\s+|[^\w\s]+", b"\n".join(lines[first : first + generator.randrange(1, 12)]))
    if not words:
        return b""
    for _ in range(generator.randrange(4)):
        at = generator.randrange(len(words))
        choice = generator.randrange(4)
        if choice == 0:
            del words[at : at + 1]
        elif choice == 1:
            words.insert(at, generator.choice(words))
        elif choice == 2:
            words[at] = generator.choice(PIECES)
        else:
            words[at] = words[at][: generator.randrange(len(words[at]) + 1)]
        if not words:
            return b""
    return b"".join(words)


PIECES = [
    piece.encode()
    for piece in (
        "( ) [ ] { } : , ; = == := -> . ... * ** / // % @ ~ + - < > != not in is and or lambda if else elif for while "
        "async await yield from import as def class return with try except finally raise pass del global match case "
        "f'{x}' f'{x!r:>{w}}' 'a' b'a' rb'\\x' u'x' 0x1f 1_0 1. .5 1e5 1j 007 0 None True x _ # \\\n \n \t '' \"\"\""
    ).split(" ")
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("probe")
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    parser.add_argument("--damaged", type=int, default=3000, help="how many damaged pieces")
    options = parser.parse_args()
    seed = int(os.environ.get("DBMIG_TEST_SEED") or random.randrange(1 << 30))
    generator = random.Random(seed)
    sys.setrecursionlimit(10000)

    folders = options.folders or [pathlib.Path(sysconfig.get_path("stdlib"))]
    files = sorted(path for folder in folders for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    probe = Probe(options.probe)
    failures = 0
    for path in files:
        if words := difference(path, probe):
            failures += 1
            print(f"{path}: {words}")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "damaged.py")
        for _ in range(options.damaged):
            data = damaged(generator, generator.choice(files).read_bytes())
            path.write_bytes(data)
            if words := difference(path, probe):
                failures += 1
                print(f"{data!r}: {words}")
    print(f"seed {seed}: {len(files)} files, {options.damaged} damaged pieces, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
