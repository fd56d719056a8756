"""Words that the recogniser took for one, parted into what stands in their columns."""

import re

import numpy as np

from extractor.reading.layout import is_number
from extractor.reading.recogniser import DARK, INSET, Word, ink, read_one
from extractor.reading.rendering import Grey
from extractor.reading.ruling import Rectangle

# White within a word that parts a number from what stands before it, in the word's height.
_GAP = 0.35
_NUMBER_AT_END = re.compile(r".[0-9]\Z")
# The close of a group's label, and behind it the number that opens the label of its first row.
_GROUP_AND_ROW = re.compile(
    r"[（(][一二三四五六七八九十]{1,2}[）)][^\d。；，]{2,10} ?(?=\d{1,2}[.．、]\D)"
)


def at_opening(word: Word) -> list[Word]:
    """A word cut where the label of a group's first row follows the group's close behind."""
    match = _GROUP_AND_ROW.match(word.text)
    if match is None:
        return [word]
    sizes = [0.5 if character.isascii() else 1.0 for character in word.text]
    box = word.box
    cut = box.left + (box.right - box.left) * sum(sizes[: match.end()]) / sum(sizes)
    return [
        Word(match.group(), Rectangle(box.left, box.top, cut, box.bottom), word.certainty),
        Word(
            word.text[match.end() :],
            Rectangle(cut, box.top, box.right, box.bottom),
            word.certainty,
        ),
    ]


def parted(grey: Grey, word: Word) -> list[Word]:
    """A word cut where white parts numbers at its end from what stands before them."""
    parts: list[Word] = []
    while _NUMBER_AT_END.search(word.text):
        box = word.box
        gap = _last_gap(grey, box)
        if gap is None:
            break
        tail = ink(
            grey,
            Rectangle(gap[1] - INSET, box.top - INSET, box.right + INSET, box.bottom + INSET),
        )
        text, certainty = ("", 0.0) if tail is None else read_one(grey, tail)
        rest = word.text[: -len(text)].rstrip() if text else ""
        if tail is None or not rest or not is_number(text) or not word.text.endswith(text):
            break
        parts.insert(0, Word(text, tail, certainty))
        before = Rectangle(box.left, box.top, gap[0], box.bottom)
        word = Word(rest, before, word.certainty)
    return [word, *parts]


def tightened(grey: Grey, word: Word) -> Word:
    """A word in the box of its ink: the detector's margins reach over the white between columns."""
    top, left = max(0, int(word.box.top)), max(0, int(word.box.left))
    dark = grey[top : int(word.box.bottom) + 1, left : int(word.box.right) + 1] < DARK
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return word
    box = Rectangle(
        float(left + columns[0]),
        float(top + rows[0]),
        float(left + columns[-1] + 1),
        float(top + rows[-1] + 1),
    )
    return Word(word.text, box, word.certainty)


def _last_gap(grey: Grey, box: Rectangle) -> tuple[float, float] | None:
    """The last stretch of white in a word that is wider than those between characters."""
    top, left = max(0, int(box.top)), max(0, int(box.left))
    dark = (grey[top : int(box.bottom), left : int(box.right)] < DARK).any(axis=0)
    inked = np.flatnonzero(dark)
    wide = np.flatnonzero(np.diff(inked) > _GAP * (box.bottom - box.top))
    if not len(wide):
        return None
    at = int(wide[-1])
    return float(left + inked[at] + 1), float(left + inked[at + 1])
