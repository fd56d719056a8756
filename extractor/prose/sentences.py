"""Sentences and their pieces, as spans. Damaged marks (`?,F`, `?。`) never split a sentence apart
from its number: only marks that end sentences in running Chinese text do, and real line ends."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from extractor.prose.lexicon import load_lexicon
from extractor.types import Span

MAX_SENTENCE = 600  # longer runs are cut: no report's sentence needs more, segmenting stays linear
WRAPPED_LINE = 24  # a line at least this long without a closing mark goes on in the next one

_LONGEST_CLAUSE = 120  # characters before a line's end that tell what its number counts
_LONGEST_CUE = 12  # characters on either side of a break that may belong to one word
_UNIT = r"(?:万元|元|件|份|起|宗|条|次|项|篇|期|场)"
_TOLD = re.compile(rf"\d[\d,.]*余?{_UNIT}\Z")
_NUMBER_FIRST = re.compile(
    rf"(?:总计|合计|共计|共|计|为|达|有|件?数|数量|答复|处理){{0,2}}\d[\d,.]*余? ?{_UNIT}"
)
# A page ended within a number, or between it and its unit; the number of the page is gone.
_NUMBER_BROKEN = re.compile(r"[\u4e00-\u9fff:：] ?\d{1,4}\Z")
_REST_OF_NUMBER = re.compile(rf"\d{{0,3}} ?{_UNIT}(?!\d)")
_COUNTS = re.compile(rf"\d[\d,.]*余?{_UNIT}|未|没有|(?<![毫并有])无(?![效偿法论需障须疑])")
_UNFINISHED = tuple("的和及与或、在为因由对向被将以是")
_JOINS = ("的", "和", "及", "与", "或", "、", "等", "以及", "并", "而", "均", "都", "也")
_FIRST_CLAUSE = re.compile(r"[^,，。;；!！、|\n]*")
_CLAUSE = re.compile(r"[^,，。;；:：!！、|\n]*\Z")
_LABEL = re.compile(rf"(?P<label>[^,，。;；:：!！、|\n]+)[:：][ \u3000]?\d[\d,.]*余?{_UNIT}\Z")
# Cues that leave open what is counted; what is counted may still follow the line's end.
_OPEN_CUES = frozenset({"receive", "handle", "total", "accumulated", "part", "publish"})

# A point between two characters is a full stop that lost its shape.
_END = re.compile(r"[。;；!！]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])|\r?\n")
_CLOSED = "。;；:：!！,，、|"
_NUMBERED = re.compile(
    r"[ \t\u3000]*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、,.．]|[(（]?\d{1,2}[)）、.．](?!\d)|第[一二三四五六])"
)


def _goes_on(text: str, start: int, end_of_line: int, stop: int) -> bool:
    """Whether a line broke in mid-sentence, as converters leave it."""
    said = text[start:end_of_line].rstrip()
    if not said or said[-1] in _CLOSED:
        return False
    following = text[end_of_line + 1 : min(end_of_line + 40, stop)].lstrip(" \t\u3000")
    if not following or following[0] in "\r\n|" or _NUMBERED.match(following):
        return False
    broken = _NUMBER_BROKEN.search(said) and _REST_OF_NUMBER.match(following)
    if broken or word_across(said, following):
        return True
    if _TOLD.search(said):
        return not _names_what(said)
    if _complete(said) and _begins_anew(following):
        return False
    line = text[text.rfind("\n", 0, end_of_line) + 1 : end_of_line].strip()
    return len(line) >= WRAPPED_LINE or bool(_NUMBER_FIRST.match(following) and _names_what(said))


def _complete(said: str) -> bool:
    """Whether the last clause counts or denies something and names it: 3件结转下年度办理."""
    clause = _CLAUSE.search(said.rstrip("?？"))
    told = clause[0] if clause else ""
    return _COUNTS.search(told) is not None and not told.endswith(_UNFINISHED) and _names_what(told)


def _begins_anew(following: str) -> bool:
    """Whether a line names something, and counts or denies it, by itself: 行政复议17件."""
    if following.startswith(_JOINS):
        return False
    clause = _FIRST_CLAUSE.match(following)
    told = clause[0] if clause else ""
    number = re.search(rf"\d[\d,.]*余?{_UNIT}", told)
    if number is not None:
        return _names_what(told[: number.start()])
    return _COUNTS.search(told) is not None and _names_what(told)


def word_across(said: str, following: str, known: Collection[str] | None = None) -> bool:
    """Whether a break cut a word that tells what numbers count: 行政复 / 议53件."""
    left, right = said[-_LONGEST_CUE:], following[:_LONGEST_CUE]
    if known is None:
        known = load_lexicon().known
        if left[-1:] + right[:1] not in load_lexicon().pairs:
            return False  # as nearly everywhere
    return any(
        left[-before:] + right[:after] in known
        for before in range(1, len(left) + 1)
        for after in range(1, len(right) + 1)
    )


def _names_what(said: str) -> bool:
    """Whether the last clause, or the label before its number, names what is counted."""
    said = said[-_LONGEST_CLAUSE:]
    label, clause = _LABEL.search(said), _CLAUSE.search(said)
    told = label["label"] if label else clause[0] if clause else ""
    return any(kind not in _OPEN_CUES for _, _, kind in load_lexicon().scan(told, 0, len(told)))


def _cut(text: str, start: int, end: int) -> Iterable[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for at in range(start, end, MAX_SENTENCE):
        yield Span(at, min(at + MAX_SENTENCE, end))


def sentences(text: str, span: Span, without: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The sentences of a stretch, tables left out; in order, without surrounding blanks."""
    found: list[Span] = []
    for part in outside(span, without):
        start = part.start
        for mark in _END.finditer(text, part.start, part.end):
            if mark.group()[-1] == "\n" and _goes_on(text, start, mark.start(), part.end):
                continue
            found.extend(_cut(text, start, mark.end()))
            start = mark.end()
        found.extend(_cut(text, start, part.end))
    return tuple(found)


def apart(spans: Sequence[Span], edges: Iterable[int]) -> tuple[Span, ...]:
    """Sentences cut where a heading begins or ends: what it says belongs to no sentence below."""
    at = sorted(set(edges))
    found: list[Span] = []
    for one in spans:
        inner = at[bisect_right(at, one.start) : bisect_left(at, one.end)]
        found += [Span(a, b) for a, b in pairwise([one.start, *inner, one.end])]
    return tuple(found)


def outside(span: Span, without: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of a stretch when others are taken out of it."""
    parts, at = [], span.start
    for hole in sorted(without):
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            parts.append(Span(at, hole.start))
        at = max(at, hole.end)
    if at < span.end:
        parts.append(Span(at, span.end))
    return tuple(parts)
