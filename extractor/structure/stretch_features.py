"""What tells a report from its near misses, and one document's end from the next one's start."""

from collections import Counter
from collections.abc import Sequence

from extractor.structure.cuts import Cut
from extractor.structure.facts import Facts
from extractor.structure.hashing import column, grams, words


def _bin(value: float) -> int:
    """Coarse steps: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, more."""
    for step, bound in enumerate((0, 1, 2, 4, 8, 16, 32)):
        if value <= bound:
            return step
    return 7


def _size(length: int) -> int:
    return _bin(length / 80)


def _keys(facts: Facts) -> list[str]:
    distinct = sorted(set(facts.keys))
    return [*(f"k:{key}" for key in distinct), f"nk:{min(len(distinct), 12)}"]


def _repeats(facts: Facts) -> list[str]:
    """What a second report inside the stretch would repeat."""
    many = Counter(facts.keys)
    years = set(facts.periods)
    return [
        *(f"twice:{key}" for key, n in many.items() if n > 1),
        f"repeated:{_bin(len(facts.keys) - len(many))}",
        f"restarts:{min(facts.restarts, 3)}",
        f"periods:{min(len(facts.periods), 4)}:{min(len(years), 3)}",
        f"years:{min(len(years), 3)}",
        f"named:{min(len(set(facts.named)), 4)}",
    ]


def _signs(facts: Facts) -> list[str]:
    """How the stretch opens, and how often something inside it opens like a document."""
    inner = Counter(facts.inner)
    return [
        *(f"o:{sign}" for sign in sorted(facts.opening)),
        *(f"i:{sign}" for sign in sorted(inner)),
        *(f"i:{sign}:{min(n, 3)}" for sign, n in sorted(inner.items())),
        *(f"oi:{sign}" for sign in sorted(inner) if sign in facts.opening),
    ]


def stretch_columns(facts: Facts) -> list[int]:
    """Feature columns of one stretch."""
    head = facts.head[:60]
    tokens = [
        f"len:{_size(facts.length)}",
        f"counts:{_bin(facts.counts)}",
        f"articles:{_bin(facts.articles)}",
        f"filled:{_bin(facts.filled)}",
        f"density:{_bin(100 * facts.counts / max(1, facts.length))}",
        f"lines:{_bin(facts.lines)}",
        f"line:{_bin(facts.length / facts.lines / 10)}",
        f"tail:{facts.tail[-1:]}",
        *_keys(facts),
        *_repeats(facts),
        *_signs(facts),
    ]
    for phrase, count in facts.by_phrase.items():
        if count:
            tokens.append(f"p:{phrase}")
            tokens.append(f"p:{phrase}:{min(_bin(count), 4)}")
    tokens += [f"w:{word}" for word in words(head)]
    return [*map(column, tokens), *grams(head, "h:", 2, 3)]


def _period(before: Facts, after: Facts) -> str:
    """Whether the text after a cut states the period of another year than the text before."""
    if not after.periods:
        return "none"
    if not before.periods:
        return "first"
    return "same" if before.periods[-1] == after.periods[0] else "other"


def _named(years: Sequence[str], after: Facts) -> str:
    """Whether the text after a cut begins with another year than the last one named before it."""
    if not years or not after.named:
        return "none"
    step = int(after.named[0]) - int(years[-1])
    return {0: "same", -1: "before", 1: "after"}.get(step, "other")


def cut_columns(cuts: Sequence[Cut], blocks: Sequence[Facts]) -> list[list[int]]:
    """Feature columns of each cut: its signs, the text before and after it."""
    found = []
    before: Facts | None = None
    years: list[str] = []
    for cut, after in zip(cuts, blocks, strict=True):
        signs = sorted(cut.signs)
        tokens = [f"s:{s}" for s in signs]
        tokens += [f"ss:{a}:{b}" for i, a in enumerate(signs) for b in signs[i + 1 :]]
        tokens += [f"all:{' '.join(signs)}", f"after:{_size(after.length)}"]
        tokens += [f"a{key}" for key in _keys(after)] + [f"afirst:{(*after.keys, '')[0]}"]
        tokens += [f"ap:{p}" for p, n in after.by_phrase.items() if n and p in after.head]
        if before is not None:
            tokens += [f"b{key}" for key in _keys(before)] + [f"blast:{('', *before.keys)[-1]}"]
            tokens += [f"before:{_size(before.length)}", f"btail:{before.tail[-1:]}"]
            tokens += [f"btail3:{before.tail[-3:]}"]
            tokens += [f"bs:{s}:{min(_size(before.length), 4)}" for s in sorted(before.opening)]
            repeats = len(set(before.keys) & set(after.keys))
            tokens += [f"repeats:{min(repeats, 6)}"]
            named = _named(years, after)
            tokens += [f"period:{_period(before, after)}", f"named:{named}"]
            tokens += [f"ns:{named}:{sign}" for sign in signs]
        found.append([*map(column, tokens), *grams(after.head[:16], "h:", 2, 2)])
        before = after
        years += after.named
    return found
