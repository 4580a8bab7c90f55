#!/usr/bin/python3
"""docs/schema.md is what tools/schema-doc writes."""

import itertools
import subprocess
import sys

import runner
from dbmig import ROOT

DOCUMENT = ROOT / "docs" / "schema.md"


def _written():
    done = subprocess.run([ROOT / "tools" / "schema-doc", "--print"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_document_equals_the_live_schema(_):
    lines = itertools.zip_longest(DOCUMENT.read_text(encoding="utf-8").splitlines(), _written().splitlines())
    different = [pair for pair in lines if pair[0] != pair[1]]
    assert not different, f"run tools/schema-doc; first difference: {different[0]}"


def test_the_document_is_the_same_twice(_):
    assert _written() == _written()


if __name__ == "__main__":
    sys.exit(runner.run([sys.modules[__name__]], None))
