"""Labels that a page repeats in another language, behind the Chinese or on the line below: passed over.

What is written in letters that are neither Chinese nor Latin names nothing of a form. English may:

a page has the habit where English phrases stand again and again in its cells. Each becomes blanks, with the numbering before it and, below a Chinese label, with the line's end between, so
that the label stays next to its numbers; offsets stay.
"""

import re
from functools import lru_cache

from extractor.tables.values import NOTHING
from extractor.types import Span

LEAST_GLUED = 3  # words that touch numbers, before a page is one in two languages
LEAST_PHRASES = 8  # of a page, before it is one in two languages

_NUMERAL = r"(?:[0-9]{1,2}|[IVXivx]{1,5}|[一二三四五六七八九十]{1,3})"
_NUMBERING = rf"(?:\(?{_NUMERAL}[).、,]{{1,2}} {{0,2}})?"
_WORD = r"[A-Za-z][A-Za-z'’&/,.:;-]{0,30}"
_MORE = r"(?: [-(]{0,2}[A-Za-z][A-Za-z'’&/,.:;()-]{0,30}){0,20}"
# A year belongs to a phrase only behind a word that asks for one.
_YEAR = r"(?:(?:(?<= in)|(?<= of)|(?<= to)|(?<= for)|(?<= from)) (?:19|20)[0-9]{2}(?![0-9]))?"
# What numbers the row again: `Item 1.`, `Item (一)`.
_AGAIN = r"(?: \(?(?:[0-9]{1,2}[.)]|[一二三四五六七八九十]{1,3}[)、]?)(?=\s|$))?"
_PHRASE = re.compile(
    r"(?:(?<=[\u3400-\u9fff)）”\"])\n[ \t]{0,40}|(?<=[\s|(\u3400-\u9fff]))"
    rf"{_NUMBERING}\(?{_WORD}{_MORE}{_YEAR}{_AGAIN}{_MORE}\)?(?=[\s|0-9\u3400-\u9fff]|$)"
)
# Cyrillic, Arabic, Tibetan, Mongolian, Yi, Korean; their digits may be somebody's numbers.
_OTHER = (
    "[\u0400-\u052f\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u0f00-\u0f1f\u0f34-\u0fff"
    "\u1800-\u180f\u181a-\u18af\ua000-\ua4cf\uac00-\ud7a3\ufb50-\ufdff\ufe70-\ufefc]{1,60}"
)
_OTHERS = rf"{_OTHER}(?:[ ,.]{{1,2}}{_OTHER}){{0,20}}"
_IN_OTHER_LETTERS = re.compile(
    rf"(?:(?<=[\u3400-\u9fff)）”\"])\n[ \t]{{0,40}}){_OTHERS}(?=[ \t]{{0,40}}(?:\n|$))"
    rf"|^[ \t]{{0,40}}{_OTHERS}[ \t]{{0,40}}\n(?=[\u3400-\u9fff])|{_OTHERS}",
    re.MULTILINE,
)
# Words between a Chinese label and the number, or the next label, that touches them.
_GLUED = re.compile(
    r"(?<=[\u3400-\u9fff)）]) ?[A-Z][a-z]{2,20}(?: [a-z]{2,20}){0,6}(?=([0-9])|[\u3400-\u9fff])"
)
_LETTERS = re.compile(r"[A-Za-z]{1,30}")
_ANY = re.compile(r"[A-Za-z]{2,30} [A-Za-z0-9(一二三四五六七八九十]")


@lru_cache(maxsize=4)
def without_translations(text: str, span: Span) -> str:
    """The text with the labels of `text[span]` in other languages as blanks; the very same where the
    page has none."""
    others = [Span(*one.span()) for one in _IN_OTHER_LETTERS.finditer(text, *_ends(span))]
    return _blanked(_blanked(text, others), _english(text, span))


def is_word(text: str) -> bool:
    """Whether a label is one word of Latin letters, as behind the Chinese: `总计 Total`."""
    return _LETTERS.fullmatch(text) is not None and _is_label(text)


def _english(text: str, span: Span) -> list[Span]:
    """Where the English labels stand of a page that has the habit."""
    if phrases := _phrases(text, span):
        return phrases
    glued = list(_GLUED.finditer(text, *_ends(span)))
    habit = sum(one[1] is not None for one in glued) >= LEAST_GLUED
    return [Span(*one.span()) for one in glued] if habit else []


def _phrases(text: str, span: Span) -> list[Span]:
    if sum(1 for _ in _ANY.finditer(text, *_ends(span))) < LEAST_PHRASES:
        return []
    found = [one for one in _PHRASE.finditer(text, *_ends(span)) if _is_label(one[0])]
    if sum(" " in one[0].strip() for one in found) < LEAST_PHRASES:
        return []
    return [Span(*one.span()) for one in found]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _blanked(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    shown: list[str] = []
    at = 0
    for one in spans:
        shown += [text[at : one.start], " " * len(one)]
        at = one.end
    return "".join([*shown, text[at:]])


def _is_label(phrase: str) -> bool:
    """Whether letters are words, and not what programs write for nothing."""
    words = _LETTERS.findall(phrase)
    return any(len(word) > 1 and word not in NOTHING for word in words)
