"""Which reports have one template: those that print the same labels before their numbers.

A report is told by a few small numbers (minhash, Broder 1997): the share of them that two reports
have in common is about the share of their labelled rows. Groups of these numbers (`bands`) are what
a database finds reports of one template by.
"""

from collections.abc import Sequence
from zlib import crc32

from extractor.siblings.rows import Row

NUMBERS = 16
BAND = 4  # numbers of a band: reports that share nine rows in ten meet in one of four for certain
LEAST_ROWS = 6  # fewer tell no template
ALIKE = 0.5  # share of the numbers from which on two reports have one template
_PRIME = 4_294_967_291
# Multipliers and increments of the hash functions; any odd numbers do, these stay as they are.
_WAYS = tuple((2_654_435_761 * (2 * i + 1) % _PRIME, 40_503 * (i + 1)) for i in range(NUMBERS))

Sketch = tuple[int, ...]


def sketch_of(rows: Sequence[Row]) -> Sketch | None:
    """The numbers of a report; None where it prints too few rows."""
    told = {crc32(row.label.encode("utf-8", "replace")) for row in rows}
    if len(told) < LEAST_ROWS:
        return None
    return tuple(min((a * one + b) % _PRIME for one in told) for a, b in _WAYS)


def bands_of(sketch: Sketch) -> tuple[int, ...]:
    """What a report is found by: two of one template share one of these, most others none."""
    groups = [sketch[at : at + BAND] for at in range(0, NUMBERS, BAND)]
    return tuple(crc32(f"{n}:{group}".encode()) for n, group in enumerate(groups))


def likeness(one: Sketch, other: Sketch) -> float:
    """About the share of rows that two reports have in common."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / NUMBERS
