"""Which wording, name and combination belongs to which split, by a stable hash."""

import hashlib
import random
from collections.abc import Sequence
from enum import StrEnum
from functools import cache


class Split(StrEnum):
    TRAIN = "train"
    CALIBRATION = "calibration"
    HELD_OUT = "held-out"


BUCKETS = 20
CALIBRATION_FROM, HELD_OUT_FROM = 13, 16  # 65 % train, 15 % calibration only, 20 % held-out only
OWN_SHARE = 0.5  # of the draws in calibration and held-out come from what training never saw


@cache
def home(text: str) -> Split:
    """The split that alone may introduce this text (train's texts serve all splits)."""
    bucket = hashlib.sha256(text.encode()).digest()[0] % BUCKETS
    if bucket >= HELD_OUT_FROM:
        return Split.HELD_OUT
    return Split.CALIBRATION if bucket >= CALIBRATION_FROM else Split.TRAIN


@cache
def _pools(entries: tuple[str, ...]) -> dict[Split, tuple[str, ...]]:
    pools = {split: tuple(e for e in entries if home(e) is split) for split in Split}
    if not pools[Split.TRAIN]:  # a list too short to share
        pools = {split: entries if split is Split.TRAIN else () for split in Split}
    return pools


def draw(rng: random.Random, entries: Sequence[str], split: Split) -> str:
    """One entry that this split may use."""
    pools = _pools(tuple(entries))
    own = pools[split]
    if split is not Split.TRAIN and own and rng.random() < OWN_SHARE:
        return rng.choice(own)
    return rng.choice(pools[Split.TRAIN])


def draw_own(rng: random.Random, entries: Sequence[str], split: Split) -> str:
    """One entry that only this split uses, as for the names of agencies."""
    pools = _pools(tuple(entries))
    return rng.choice(pools[split] or pools[Split.TRAIN])


def several(rng: random.Random, entries: Sequence[str], split: Split, count: int) -> list[str]:
    """Up to `count` different entries that this split may use, in random order."""
    found: list[str] = []
    for _ in range(count * 4):
        one = draw(rng, entries, split)
        if one not in found:
            found.append(one)
        if len(found) == count:
            break
    return found
