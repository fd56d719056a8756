"""Features of a case for the trained classifier, as strings hashed to columns."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from extractor.prose.cases import Case

BITS = 13
WIDTH = 1 << BITS


@lru_cache(maxsize=1 << 16)
def column(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass")) & (WIDTH - 1)


def tokens(case: Case, rules: bool = True, learned: bool = True) -> Iterator[str]:
    """What the classifier sees. `rules` and `learned` leave parts out, for comparisons."""
    yield "zero" if case.zero else "number"
    if rules:
        for guess in case.guesses:
            yield f"g:{guess.key}"
            yield f"g:{guess.key}:{int(guess.score * 5)}"
        if not case.guesses:
            yield "g:none"
    if learned:
        yield from _situation(case)


def _situation(case: Case) -> Iterator[str]:
    yield f"sec:{case.section}"
    yield from (f"w:{w}" for w in case.before[-5:])
    yield from (f"v:{w}" for w in case.behind[:3])
    if case.before:
        yield f"w1:{case.before[-1]}"
    if case.behind:
        yield f"v1:{case.behind[0]}"
    if case.zero is not None:
        yield f"z:{case.zero.key}"
        return
    c = case.candidate
    assert c is not None
    near, right = [x.kind for x in c.near], [x.kind for x in c.right]
    yield f"u:{c.unit}"
    yield from (f"n:{k}" for k in set(near))
    yield from (f"n:{a}>{b}" for a, b in pairwise(near))
    yield from (f"nu:{k}:{c.unit}" for k in near[-2:])
    yield from (f"f:{x.kind}" for x in c.far)
    yield from (f"h:{x.kind}" for x in c.head[-4:])
    yield from (f"r:{k}" for k in set(right))
    yield f"nl:{near[-1] if near else ''}|{right[0] if right else ''}"
    yield f"value0:{c.number.value == 0}"
    yield f"big:{c.number.value >= 10000}"
    yield f"years:{len(set(c.years))}"


def columns(case: Case, rules: bool = True, learned: bool = True) -> list[int]:
    return sorted({column(t) for t in tokens(case, rules, learned)})
