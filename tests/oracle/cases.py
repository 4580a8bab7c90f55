"""Cases: one command on one history each, random ones and those that once went wrong."""

import re

RELATIVE = re.compile(r"(?:(.+?)@)?(\w+)?((?:\+|-)\d+)")


class Case:
    """One command on one history, with both answers: a result, Refused or Crashed."""

    def __init__(self, tree, rows, command, arguments):
        self.tree, self.rows, self.command, self.arguments = tree, rows, command, arguments
        self.targets = []  # Of a stamp, when Alembic finds them.
        self.by_id = {n["id"]: n for n in tree}
        self.labels = {label: n["id"] for n in tree for label in n["label"]}

    def names(self):
        return list(self.by_id) + list(self.labels)

    def revision(self, name):
        return name if name in self.by_id else self.labels[name]

    def ancestors(self, name):
        seen, todo = set(), [name]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.by_id[node]["down"]
                todo += [self.revision(d) for d in self.by_id[node]["dep"]]
        return seen

    def specs(self):
        """The single revisions that the arguments name."""
        for argument in self.arguments:
            yield from argument.strip().split(":") if self.command == "history" else [argument]

    def branches(self):
        return [spec.split("@")[0] for spec in self.specs() if "@" in spec]

    def resolves(self, name):
        fits = [n for n in self.names() if n == name] or [
            n for n in self.names() if len(n) > 3 and n.startswith(name)
        ]
        return len(fits) == 1

    def matches(self):
        return [RELATIVE.match(spec) for spec in self.specs()]

    def has_redundant_parent(self, steps):
        """A step whose revision names a parent that another of its parents needs anyway."""
        for name, _, _ in steps:
            node = self.by_id.get(name.split()[-1])
            if node is None:
                continue
            needs = node["down"] + [self.revision(d) for d in node["dep"]]
            if any(a != b and a in self.ancestors(b) for a in needs for b in needs):
                return True
        return False


def as_text(tree):
    def one(node):
        text = node["id"] + ("<-" + ",".join(node["down"]) if node["down"] else "")
        for key in ("label", "dep"):
            if node[key]:
                text += f" {key}:" + ",".join(node[key])
        return text

    return "; ".join(map(one, tree))


LABELS = ["shop", "net", "shopping", "main-1", "main", "rel+2", "x", "my-branch", "a1b2label"]


def random_id(rng, taken):
    while True:
        if rng.random() < 0.5:
            name = "".join(rng.choice("ab12") for _ in range(rng.randint(1, 6)))
        else:
            name = f"{rng.getrandbits(48):012x}"
        if name not in taken:
            return name


def random_tree(rng):
    count = rng.choice([0, 1, 2, 3, 5, 8, 12, 18])
    tree = []
    p_base, p_merge, p_dep = rng.choice([(0.1, 0.1, 0.1), (0.3, 0.2, 0.3), (0.05, 0, 0), (0.1, 0.4, 0)])
    for _ in range(count):
        ids = [n["id"] for n in tree]
        node = {"id": random_id(rng, ids + LABELS), "down": [], "dep": [], "label": []}
        if ids and rng.random() > p_base:
            # Mostly the newest ones, so that there are long lines as well as bushes.
            pool = ids[-rng.choice([1, 2, 4, len(ids)]):]
            wanted = 1 if rng.random() > p_merge else rng.choice([2, 2, 3])
            node["down"] = rng.sample(pool, min(wanted, len(pool)))
        tree.append(node)
    used = []
    for node in tree:
        for _ in range(2):
            if rng.random() < 0.1:
                label = rng.choice(LABELS)
                if label not in used:
                    used.append(label)
                    node["label"].append(label)
    for place, node in enumerate(tree):
        while place and rng.random() < p_dep:
            before = rng.choice(tree[:place])
            name = rng.choice(before["label"] or [before["id"]])
            if name not in node["dep"] and before["id"] not in node["dep"]:
                node["dep"].append(name)
    rng.shuffle(tree)
    return tree


def random_rows(rng, tree):
    """Mostly rows that no row needs, as a database has them; sometimes any."""
    if not tree or rng.random() < 0.2:
        return []
    case = Case(tree, [], "", [])
    rows = rng.sample(list(case.by_id), min(len(tree), rng.choice([1, 1, 2, 3])))
    if rng.random() < 0.9:
        rows = [r for r in rows if not any(r != o and r in case.ancestors(o) for o in rows)]
    if rng.random() < 0.03:
        rows.append("unknown1")
    return sorted(rows)


def random_name(rng, tree, rows):
    names = [n["id"] for n in tree] + [label for n in tree for label in n["label"]]
    name = rng.choice(names + rows + ["head", "heads", "base"] * 2) if names else "head"
    if rng.random() < 0.15:
        name = name[: rng.randint(1, len(name))]
    if rng.random() < 0.03:
        name = rng.choice(["nope", "current", "HEAD", "a1b2", "_x"])
    return name


def random_spec(rng, tree, rows):
    form = rng.random()
    text = random_name(rng, tree, rows) if form < 0.7 else ""
    if form > 0.5:
        text += rng.choice("+-") + str(rng.choice([0, 1, 1, 1, 2, 2, 3, 5, 20]))
    if rng.random() < 0.3:
        branches = [label for n in tree for label in n["label"]] * 3 or ["shop"]
        text = rng.choice(branches + [random_name(rng, tree, rows)]) + "@" + text
    if rng.random() < 0.02:
        text += rng.choice(["x", "+1", "@", " "])
    return text


def random_arguments(rng, command, tree, rows):
    if command == "history":
        ends = []
        for _ in range(2):
            ends.append(rng.choice(["", "current", random_spec(rng, tree, rows),
                                    random_name(rng, tree, rows)]))
        return [":".join(ends)]
    if command == "stamp":
        pick = rng.choice([random_name, random_name, random_spec])
        return [pick(rng, tree, rows) for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    return [random_spec(rng, tree, rows)]


# Every disagreement that was ever found, or nearly: (tree, rows, command, arguments).
NAMED = [
    ("a redundant parent of three", "a1; b1<-a1; c1; m1<-a1,b1,c1", "b1 c1", "upgrade", ["m1"]),
    ("an unmerge where one parent needs the other (1.13.1)",
     "a1; b1 dep:a1; m1<-a1,b1", "m1", "downgrade", ["base"]),
    ("a base that only depends", "a1; b1 dep:a1", "a1", "upgrade", ["b1"]),
    ("overlapping rows go down", "a1; b1<-a1; c1<-b1", "a1 c1", "downgrade", ["a1"]),
    ("base+0 is no downgrade to base", "a1; b1<-a1", "b1", "downgrade", ["base+0"]),
    ("base-1 is not the head", "a1; b1<-a1", "", "upgrade", ["base-1"]),
    ("a target that is a row stays", "a1; a2<-a1; b1", "a1 b1", "stamp", ["a2", "b1"]),
    ("a row that is a head stays for heads",
     "a1<-e1,d1; b1<-a1; c1<-d1; d1<-e1; e1", "c1 e1", "stamp", ["heads"]),
    ("a target between overlapping rows", "a1; b1<-a1; c1<-b1", "a1 c1", "stamp", ["b1"]),
    ("a prefix that the branch makes unique",
     "aa11 label:shop; aa22; b1<-aa11", "b1", "stamp", ["shop@aa"]),
    ("the same target twice", "a1; b1<-a1", "a1", "stamp", ["b1", "b1"]),
    ("two targets below one row", "a1; b1; m1<-a1,b1", "m1", "stamp", ["a1", "b1"]),
    ("-N that is too deep counts from the rows of the branch",
     "a1; b1<-a1; b2<-b1; c1<-a1 label:side", "b2 c1", "history", ["side@-3:current"]),
    ("-N and steps inside a branch", "a1; b1<-a1 label:x", "b1", "history", ["-1:x@+20"]),
    ("a dependency crossed by a history",
     "a1; b1<-a1; x1 dep:b1; c1<-a1; d1<-c1 dep:x1", "", "history", ["a1:d1"]),
    ("main-1 is a label", "a1; b1<-a1 label:main-1; c1<-a1", "", "upgrade", ["main-1"]),
    ("main-1 is a label for show too", "a1; b1<-a1 label:main-1; c1<-a1", "", "show", ["main-1"]),
    ("text after a number", "a1; b1<-a1", "", "upgrade", ["+1zzz"]),
    ("an unknown branch before base", "a1; b1<-a1", "b1", "downgrade", ["foo@base"]),
]


def parsed_tree(text):
    tree = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        head, *rest = part.split()
        name, _, down = head.partition("<-")
        node = {"id": name, "down": down.split(",") if down else [], "dep": [], "label": []}
        for item in rest:
            key, _, value = item.partition(":")
            node[key] = value.split(",")
        tree.append(node)
    return tree
