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
# A number, and what cannot be the rest of a date, an amount or a numbering behind it.
_NUMBER_AND_LABEL = re.compile(r"\d{1,9}(?=[（(]|[\u4e00-\u9fff]{2})")
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


def headed(grey: Grey, word: Word) -> list[Word]:
    """A word cut where white parts a number at its beginning from the label of the next half."""
    match = _NUMBER_AND_LABEL.match(word.text)
    gap = None if match is None else _gaps(grey, word.box)[:1]
    if match is None or not gap:
        return [word]
    (white,) = gap
    box = word.box
    head = ink(
        grey,
        Rectangle(box.left - INSET, box.top - INSET, white[0] + INSET, box.bottom + INSET),
    )
    text, certainty = ("", 0.0) if head is None else read_one(grey, head)
    if head is None or text != match.group():
        return [word]
    rest = Rectangle(white[1], box.top, box.right, box.bottom)
    return [Word(text, head, certainty), Word(word.text[match.end() :], rest, word.certainty)]


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
    return next(reversed(_gaps(grey, box)), None)


def _gaps(grey: Grey, box: Rectangle) -> list[tuple[float, float]]:
    """The stretches of white in a word that are wider than those between characters."""
    top, left = max(0, int(box.top)), max(0, int(box.left))
    dark = (grey[top : int(box.bottom), left : int(box.right)] < DARK).any(axis=0)
    inked = np.flatnonzero(dark)
    wide = np.flatnonzero(np.diff(inked) > _GAP * (box.bottom - box.top))
    return [(float(left + inked[at] + 1), float(left + inked[at + 1])) for at in wide]
