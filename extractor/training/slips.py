"""Answers that people gave once and that a new model contradicts: their slips, or its errors.

An answer in fifty is a slip that nobody looks at twice. Where the old model read nothing, or asked,
slips cost it nothing; a new one that reads those fields is sure and, by the slips, wrong. Ten fields in
a thousand that are wrong for certain leave nothing outside review at 0.1 % error, so that whoever
reads a new layout best would be refused for what people mistyped there.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from extractor.training.metrics import Points
from extractor.training.settling import SLIPS

CHANCE = 0.01  # how rarely slips alone make so many; below it they are the model's errors
Mask = NDArray[np.bool_]


def contested(after: Points, once: Mask, limit: float) -> Mask:
    """The fields of which the new model is sure, and a person said something else, once."""
    return once & ~after.right & (after.confidence >= limit)


def excused(before: Points, after: Points, once: Mask, limits: tuple[float, float]) -> Mask:
    """The contested fields that are not held against the new model.

    They are those of which the old one was not sure, if no more of the fields of which only the new
    one is sure are contested than slips explain; else none. Slips come one by one, whatever the
    document, so that their number is binomial.
    """
    newly = once & (before.confidence < limits[0]) & (after.confidence >= limits[1])
    against = newly & contested(after, once, limits[1])
    count = int(against.sum())
    likely = float(binom.sf(count - 1, int(newly.sum()), SLIPS)) if count else 1.0
    return against if likely >= CHANCE else np.zeros(len(once), np.bool_)
