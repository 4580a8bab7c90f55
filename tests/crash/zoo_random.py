"""Cases that are made by chance: statements of a weighted grammar over a schema that is kept track of."""

import random_rows
import random_session
import random_tables
from case import Case
from random_world import SETUP, World

PLUS = "UPDATE counter SET n = n + 1;"
INNER = random_tables.GRAMMAR + random_rows.GRAMMAR
GRAMMAR = INNER + random_session.GRAMMAR
MAY_STOP = "made by chance: whether a doubt is needed is counted, not declared"


def case(chance, name):
    """One to three revisions. What goes down is made like what goes up: it need not be the opposite."""
    world = World(chance, INNER)
    number = chance.choice((1, 1, 2, 3))
    ups = [_script(world) for _ in range(number)]
    downs = [_script(world) for _ in range(number)][::-1]
    return Case(name, ups, downs, SETUP, may_stop=MAY_STOP)


def _script(world):
    chance = world.chance
    most = chance.randint(3, 10)
    lines = []
    world.variables = []  # A revision that is begun again cannot know what an earlier one has set.
    while len(lines) < most:
        if chance.random() < 0.25:
            lines.append(PLUS)
        lines += _production(world)
    return "\n".join(lines)


def _production(world):
    """The statements of one rule of the grammar that applies here."""
    while True:
        rule = world.chance.choices([rule for rule, _ in GRAMMAR], [weight for _, weight in GRAMMAR])[0]
        made = rule(world)
        if made:
            return [made] if isinstance(made, str) else made
