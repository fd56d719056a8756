"""Pages that lie on their side: which way they come upright, and boxes turned back with them."""

from collections.abc import Sequence

import numpy as np

from extractor.reading.recogniser import Word, read_one
from extractor.reading.rendering import Grey, Picture
from extractor.reading.ruling import Rectangle

# A word so many times longer than wide has a direction; of so many words most say it.
_LONG = 2.5
_FEWEST = 5
_SHARE = 0.6
_SAMPLE = 5
CLOCKWISE, COUNTER = 1, 3


def quarter_of(grey: Grey, words: Sequence[Word]) -> int:
    """By how many quarter turns clockwise a page comes upright: 0, 1 or 3."""
    sizes = [(w.box.right - w.box.left, w.box.bottom - w.box.top) for w in words]
    upright = sum(wide > _LONG * high for wide, high in sizes)
    tall = [w for w, (wide, high) in zip(words, sizes, strict=True) if high > _LONG * wide]
    if len(tall) < _FEWEST or len(tall) < _SHARE * (len(tall) + upright):
        return 0
    longest = sorted(tall, key=lambda w: w.box.bottom - w.box.top)[-_SAMPLE:]

    def certainty(quarter: int) -> float:
        shown = _turned(grey, quarter)
        boxes = (_box_turned(word.box, quarter, grey.shape) for word in longest)
        return sum(read_one(shown, box)[1] for box in boxes)

    return max((CLOCKWISE, COUNTER), key=certainty)


def upright(picture: Picture, quarter: int) -> Picture:
    """The picture turned by quarters clockwise."""
    return Picture(picture.number, _turned(picture.grey, quarter), picture.points)


def _turned(grey: Grey, quarter: int) -> Grey:
    return np.ascontiguousarray(np.rot90(grey, -quarter))


def _box_turned(box: Rectangle, quarter: int, shape: tuple[int, ...]) -> Rectangle:
    high, wide = shape[:2]
    if quarter == CLOCKWISE:
        return Rectangle(high - box.bottom, box.left, high - box.top, box.right)
    return Rectangle(box.top, wide - box.right, box.bottom, wide - box.left)
