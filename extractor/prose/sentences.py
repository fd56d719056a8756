"""Sentences and their pieces, as spans. Damaged marks (`?,F`, `?。`) never split a sentence apart
from its number: only marks that end sentences in running Chinese text do, and real line ends."""

import re
from collections.abc import Iterable, Sequence

from extractor.prose.lexicon import load_lexicon
from extractor.types import Span

MAX_SENTENCE = 600  # longer runs are cut: no report's sentence needs more, segmenting stays linear
WRAPPED_LINE = 24  # a line at least this long without a closing mark goes on in the next one

_LONGEST_CUE = 12  # characters on either side of a break that may belong to one word

_END = re.compile(r"[。;；!！]|\r?\n")
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
    line = text[text.rfind("\n", 0, end_of_line) + 1 : end_of_line].strip()
    return len(line) >= WRAPPED_LINE or _word_across(said, following)


def _word_across(said: str, following: str) -> bool:
    """Whether the break cut a word that tells what numbers count: 行政复 / 议53件."""
    left = said[-_LONGEST_CUE:]
    joined = left + following[:_LONGEST_CUE]
    cues = load_lexicon().scan(joined, 0, len(joined))
    return any(s < len(left) < e for s, e, _ in cues)


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
