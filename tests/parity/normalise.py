"""The differences between two outputs that mean nothing, declared one by one."""

import re

# 1.8 drops the table at the end of a script that leads to base; 1.19 does not.
DROP = "DROP TABLE alembic_version;\n\n"


def paths(text, *folders):
    """The file's place and its ending, and the database's name, are each program's own."""
    # 1.8 writes XXXXX for a password.
    text = re.sub(r"^(Current revision\(s\) for .*):XXXXX@", r"\1:***@", text)
    text = re.sub(r"^(Current revision\(s\) for .*)_(?:alembic|dbmig)\b", r"\1", text, flags=re.MULTILINE)
    for folder in folders:
        text = text.replace(str(folder.resolve()) + "/", "")
    return re.sub(r"^(Path: .*)\.(?:py|sql)$", r"\1", text, flags=re.MULTILINE)


def label_order(text, labels):
    """Labels, and the children of a branch point, stand in no certain order in Alembic."""

    def sorted_labels(match):
        words = match[1].split(", ")
        return f"({', '.join(sorted(words))})" if set(words) <= set(labels) else match[0]

    def sorted_line(match):
        return match[1] + ", ".join(sorted(match[2].split(", ")))

    text = re.sub(r"\(([^()\n]*, [^()\n]*)\)", sorted_labels, text)
    return re.sub(r"^(Branch names: |Branches into: )(.*)$", sorted_line, text, flags=re.MULTILINE)


def records(text):
    """Verbose records, or single lines, as a sorted list: `current` has no order in Alembic."""
    return sorted(re.split(r"^(?=Rev: )", text, flags=re.MULTILINE) if "Rev: " in text else text.splitlines())


def branch_blocks(text):
    """What `branches` prints, with the children of each branch point sorted."""
    blocks = []
    for line in text.splitlines():
        if re.match(r" +-> ", line) and blocks and isinstance(blocks[-1], list):
            blocks[-1] = sorted(blocks[-1] + [line])
        else:
            blocks.append([line] if re.match(r" +-> ", line) else line)
    return blocks


def script(text):
    """A script of --sql as statements; the edits below one comment that leads to or from several
    revisions have no certain order and no certain choice of the row that is updated."""
    steps = [[]]
    for chunk in filter(None, text.replace(DROP, "").split("\n\n")):
        if chunk.startswith("-- Running"):
            steps.append([])
        steps[-1].append(chunk)
    return [_edits_as_ids(s) if s and re.search(r"INSERT INTO alembic|DELETE FROM alembic", "\n".join(s[:-1]))
            else s for s in steps]


def _edits_as_ids(step):
    """The kinds of the edits, and which ids they name."""
    edits = [c for c in step if re.match(r"(INSERT INTO|UPDATE|DELETE FROM) alembic_version", c)]
    ids = sorted(word for e in edits for word in re.findall(r"'([^']*)'", e))
    return [c for c in step if c not in edits] + sorted(e.split()[0] for e in edits) + ids
