@decorated(1)
async def f(a, /, b: int = 1, *args: str, c, d=2, **rest) -> None:
    async with a as b, c: await d
    async for x in y:
        yield x
    else:
        return (yield)
class A(B, metaclass=C):
    x: int
    y = lambda *a, b=1, **c: (a, b)
match point:
    case {"x": 1, **rest} | [1, *others] if rest: pass
    case Point(x=0, y=-1.5) as p: pass
    case (a.b | "text" | None): pass
    case _: pass
with (open(a) as b, c,): x = [i for i in j if i if k for l in i]
x[1:2, ::3, ...] = {**a, 'b': c} | {1, *d} | {k: v for k, v in e}
del a.b, c[0]
global g
a = b = yield_ = not a if b else (c := d)
a **= -b ** ~c @ d // e << f & g ^ h
assert a < b <= c is not d not in e, "why"
from . import (a as b, c,)
from ...d.e import *
import os.path as p, sys
while True: break
rb'\x00' b"\xff"; rf'\{a}' f'{{}} {a=} {b!r:{c}.{d}}'; 0x_ff, 1_0.5e-3j, .5, 0o17
try: pass
except* E as e: pass
