"""The tree's revision files, read far enough to judge them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / "asterisk_config" / "config"


@dataclass(frozen=True)
class Revision:
    """One revision file: what its header says, and its two sections."""

    file: str
    header: dict
    upgrade: str
    downgrade: str

    @property
    def id(self):
        return self.header["revision"]

    @property
    def replaces(self):
        return re.findall(r"\w+", self.header.get("replaces", ""))


def _header(text):
    # Enough YAML for these files: one `key: value` a line, and folded text on indented lines.
    fields, last = {}, None
    for line in text.splitlines():
        content = line.removeprefix("-- ")
        if content.startswith("  "):
            fields[last] = f"{fields[last]} {content.strip()}".removeprefix(">- ")
        else:
            last, _, value = content.partition(": ")
            fields[last] = value
    return fields


def _revision(path):
    text = path.read_text(encoding="utf-8")
    opening, header, body = text.split("-- ---\n", 2)
    if opening:
        raise ValueError(f"{path.name}: text before the header")
    before, upgrade = body.split("-- migrate:upgrade\n")
    upgrade, downgrade = upgrade.split("-- migrate:downgrade\n")
    if before.strip():
        raise ValueError(f"{path.name}: text between the header and the first section")
    return Revision(path.name, _header(header), upgrade.strip(), downgrade.strip())


def revisions():
    """All revisions from the base to the head; ValueError when the history is not one line."""
    found = [_revision(path) for path in sorted((SCRIPTS / "versions").glob("*.sql"))]
    after = {revision.header["down_revision"]: revision for revision in found}
    line, at = [], "null"
    while at in after:
        line.append(after[at])
        at = line[-1].id
        if len(line) > len(found):
            raise ValueError("the history runs in a circle")
    if len(line) != len(found):
        names = sorted({revision.file for revision in found} - {revision.file for revision in line})
        raise ValueError("not on the line from base to head: " + ", ".join(names))
    return line


def slug(message):
    """The part of a file's name that a message makes."""
    text = "_".join(re.findall(r"\w+", message)).lower()
    return text if len(text) <= 40 else text[:40].rpartition("_")[0] + "_"
