"""Prints of prose: a few numbers, of which texts that are nearly the same share most.

Each is the least of the hashes of all stretches under one hash function (MinHash): two texts
share it with the probability that is the share of their stretches that they have in common.
"""

import zlib

import numpy as np

from extractor.panel.across import stretches
from extractor.panel.rules import Copied

PRINTS = 8
# Odd multipliers, drawn once: prints are stored, so these must stay.
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93,
     0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3], dtype=np.uint64,
)  # fmt: skip


def prints(prose: str, rule: Copied) -> tuple[int, ...]:
    """The prints of some prose, below 2**62; none where it is too short to tell."""
    found = stretches(prose, rule.length)
    if len(found) < rule.least:
        return ()
    hashes = np.array([zlib.crc32(one.encode()) for one in found], dtype=np.uint64)
    mixed = (hashes[None, :] + np.uint64(1)) * _FACTORS[:, None]  # wraps round at 2**64
    mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTORS[::-1, None]
    return tuple(int(one) for one in (mixed >> np.uint64(2)).min(axis=1))
