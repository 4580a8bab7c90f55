"""The revision files of a tree, read just far enough to walk them in order."""

import re


class Revision:
    """What the header of one .sql file says."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        header = dict(re.findall(r"^-- (\w+): (.*)$", self.text.split("-- ---\n")[1], re.MULTILINE))
        self.id = header["revision"]
        self.parents = _list(header["down_revision"])
        self.depends_on = _list(header.get("depends_on", "null"))
        self.labels = _list(header.get("branch_labels", "null"))
        self.create_date = header["create_date"]
        self.message = header["message"]

    def section(self, name):
        """The SQL of `upgrade` or `downgrade`."""
        parts = re.split(r"^-- migrate:(upgrade|downgrade)\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2]))[name]


def _list(value):
    return [] if value == "null" else [item.strip() for item in value.strip("[]").split(",")]


def revisions(script_location):
    """All revisions, each behind everything it needs; the earlier written of two comes first."""
    waiting = [Revision(path) for path in sorted((script_location / "versions").glob("*.sql"))]
    waiting.sort(key=lambda revision: revision.create_date)
    ordered, seen = [], set()
    while waiting:
        ready = next(r for r in waiting if seen.issuperset(r.parents + r.depends_on))
        waiting.remove(ready)
        ordered.append(ready)
        seen.add(ready.id)
    return ordered


def heads(history):
    parents = {parent for revision in history for parent in revision.parents}
    return [revision.id for revision in history if revision.id not in parents]


def slug(message, limit=40):
    """The part of a file name behind the id."""
    text = "_".join(re.findall(r"\w+", message)).lower()
    return text if len(text) <= limit else text[:limit].rsplit("_", 1)[0] + "_"
