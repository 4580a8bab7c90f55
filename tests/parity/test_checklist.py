"""Each row of the checklist is tested here, or README.md says where it is."""

import pathlib
import re

from harness import TESTS, equal, row

ROWS = set(range(1, 135))


def named(text):
    """The numbers in `1 to 3, 6`."""
    spans = re.findall(r"(\d+)(?: to (\d+))?", text)
    return {n for a, b in spans for n in range(int(a), int(b or a) + 1)}


@row("README", "each row is tested, or has its reason")
def checklist(_):
    text = pathlib.Path(__file__).with_name("README.md").read_text()
    here, table = re.search(r"^Tested here: (.*?)\.(.*)", text, re.DOTALL | re.MULTILINE).groups()
    elsewhere = set().union(*(named(cell) for cell in re.findall(r"^\| ([\d, to]+) \|", table, re.MULTILINE)))
    tested = {int(n) for name, _ in TESTS for n in re.findall(r"(?:^|\+ )(\d+) ", name)}
    equal(tested, named(here), "the rows that are tested, and those that README.md says are")
    equal(set(), ROWS - tested - elsewhere, "rows without a test or a reason")
