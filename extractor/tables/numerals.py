"""Cells that hold numbers in words, as `一百零五`, `一〇五`, `零`: found, and shown as digits.

A numeral is a value where the page has the habit: single ones may number rows and headings, and
`一` alone may be a stroke. Characters are replaced one by one, so that offsets stay; what each
numeral says is told beside, as a digit a character cannot hold every number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extractor.prose.numbers import parse_chinese
from extractor.tables.tokens import Token
from extractor.types import Span

LEAST_CELLS = 4  # in words, before it is a habit
LEAST_VALUES = 2  # different ones; strokes all look alike
COUNTING = 0.5  # share of numerals that are one more than the one before: they number something
MAX_DIGITS = 12  # of a numeral digit by digit, as of any count

_ZEROS = "零〇○O"
_ONES = "一二三四五六七八九"
_PLAIN = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億○", "一二二三三四五六六七八九十百千万亿〇"
)
_DIGIT = str.maketrans(f"{_ZEROS}两{_ONES}", "0" * len(_ZEROS) + "2123456789")
_NUMERAL = re.compile(
    rf"(?<![\w(（〔《.第])(?P<said>[{_ZEROS}{_ONES}两十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億]{{1,20}})"
    r"(?=[件条次篇个份宗项起期人]?次?(?![\w)）、.．。:：〕》]))"
)
# What stands before a label at the beginning of a line numbers it.
_BEFORE_LABEL = re.compile(r"[ \t|\u3000]{1,8}[\u3400-\u9fff(（《]")
_LINE_START = " \t|\u3000"
_ARABIC = re.compile(r"(?<![\w(.,])[0-9]{1,9}(?![\w.、)])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: where it stands and what it says."""

    span: Span
    number: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A text whose cells hold digits, and by their starts the numerals that stood there."""

    text: str
    numerals: Mapping[int, Numeral]


@lru_cache(maxsize=4)
def as_digits(text: str, span: Span) -> Shown:
    """The text with the numerals in the cells of `text[span]` as digits, offsets as they were.

    A numeral that is too short for its digits (十, 一百) is shown as some number; `numerals` has
    the right one.
    """
    found = _numerals(text, span)
    zeros = [one for one in found if one.number == 0]
    others = [one for one in found if one.number]
    kept = zeros if len(zeros) >= LEAST_CELLS else []
    if _are_values(text, span, zeros, others):
        kept = found
    shown = text
    if kept:
        letters = list(text)
        for one in kept:
            letters[one.span.start : one.span.end] = _digits(one)
        shown = "".join(letters)
    return Shown(shown, {one.span.start: one for one in kept})


def _numerals(text: str, span: Span) -> list[Numeral]:
    found = []
    for match in _NUMERAL.finditer(text, span.start, span.end):
        number = _said(match["said"])
        if number is not None and not _numbers_a_label(text, match, span):
            found.append(Numeral(Span(*match.span()), number))
    return found


def _numbers_a_label(text: str, match: re.Match[str], span: Span) -> bool:
    gap = _BEFORE_LABEL.match(text, match.end(), span.end)
    if gap is None or _NUMERAL.match(text, gap.end() - 1, span.end):
        return False
    start = text.rfind("\n", span.start, match.start()) + 1
    return not text[max(start, span.start) : match.start()].strip(_LINE_START)


def _said(numeral: str) -> int | None:
    """What a numeral says, digit by digit or with its tens and hundreds; None for none."""
    plain = numeral.translate(_PLAIN)
    digits = plain.translate(_DIGIT)
    if digits.isdecimal():
        return int(digits) if len(digits) <= MAX_DIGITS else None
    return parse_chinese(plain)


def _are_values(text: str, span: Span, zeros: Sequence[Numeral], others: Sequence[Numeral]) -> bool:
    """Whether numerals other than zeros are values of this page rather than numbers of its rows."""
    count = len(zeros) + len(others)
    if count < LEAST_CELLS or len({one.number for one in others} | {0} if zeros else
                                  {one.number for one in others}) < LEAST_VALUES:  # fmt: skip
        return False
    steps = [two.number - one.number == 1 for one, two in pairwise(others)]
    if not zeros and steps and sum(steps) >= COUNTING * len(steps):
        return False
    arabic = sum(1 for _ in _ARABIC.finditer(text, span.start, span.end))
    return count >= arabic


def _digits(one: Numeral) -> str:
    size = len(one.span)
    digits = str(one.number).rjust(size, "0")
    return digits if len(digits) == size else "9" * size


def as_printed(tokens: Sequence[Token], numerals: Mapping[int, Numeral], text: str) -> list[Token]:
    """The tokens of a text that showed digits, with what stands in the printed one."""
    if not numerals:
        return list(tokens)
    return [_printed(t, numerals[t.span.start], text) if t.span.start in numerals else t
            for t in tokens]  # fmt: skip


def _printed(token: Token, numeral: Numeral, text: str) -> Token:
    if token.value is None or token.span.end < numeral.span.end:
        return token
    value = replace(token.value, number=numeral.number, odd=False)
    return replace(token, text=token.span.of(text), value=value)
