"""Denials of decisions and of fees: `全年未作出行政处罚决定`, `行政许可、处罚均为零`."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.prose.lexicon import DATA
from extractor.types import Span

_MARK = re.compile("[,，:：;；]")
_MARKS = "[ \u3000]*"


@dataclass(frozen=True, slots=True)
class Undone:
    """`denial` is a whole clause; its group `list` names what is denied."""

    denial: re.Pattern[str]
    words: Mapping[str, str]  # each word for a kind, and its key
    word: re.Pattern[str]
    matters: tuple[str, ...]  # what may be decided, by whose number nothing was
    but_for: tuple[str, ...]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def read_undone(path: Path, year: int | None) -> Undone:
    """Read a file of such denials for a report's year; its note says what each list is."""
    raw = json.loads(path.read_text("utf-8"))
    words = {w: key for part in ("kinds", "short") for key, some in raw[part].items() for w in some}
    first = _any([w for some in raw["kinds"].values() for w in some])
    of = f"(?:{_any(raw['of'])})?"
    named = rf"(?:{first}){of}(?:(?:{_any(raw['joins'])})(?:{_any(list(words))}){of})*"
    dates = rf"(?:{year or '20[0-4][0-9]'}年度?)"
    body = rf"(?:[我本全][\u4e00-\u9fff]{{0,6}}?(?:{_any(raw['bodies'])}))"
    lead = rf"{_MARKS}(?:{_any(raw['leads'])}|{dates}|{body}){{0,5}}?"
    some = f"(?:{_any(raw['any'])}){{0,3}}"
    before = (
        rf"(?P<said>(?:{_any(raw['not'])})(?:{_any(raw['deeds'])})|{_any(raw['none'])}){some}"
        rf"(?P<before>{named})(?:{_any(raw['close'])})?"
    )
    behind = (
        rf"(?P<behind>{named})(?:{_any(raw['amounts'])}){{0,5}}(?P<nil>(?:{_any(raw['all'])}){{0,2}}"
        rf"(?:{_any(raw['empty'])}))(?:{_any(raw['close'])})?"
    )
    ends = rf"{_MARKS}(?=[,，。;；!！)）\n]|$)"
    return Undone(
        re.compile(f"{lead}(?:{before}|{behind}){ends}"),
        words,
        re.compile(_any(list(words))),
        tuple(raw["matters"]),
        tuple(raw["but_for"]),
    )


@lru_cache(maxsize=64)
def load_undone(year: int | None) -> Undone:
    """The denials that ship with the package, for a report's year."""
    return read_undone(DATA / "undone.json", year)


def none_done(text: str, sentence: Span, year: int | None) -> Iterator[tuple[str, Span, Span]]:
    """The keys of what a sentence says was not done, the words that say so, and those that name it."""
    undone = load_undone(year)
    marks = _MARK.finditer(text, sentence.start, sentence.end)
    before = sentence.start
    for start in (sentence.start, *(mark.end() for mark in marks)):
        match = undone.denial.match(text, start, sentence.end)
        excepted = before < start and text.startswith(undone.but_for, before)
        before = start
        if match is None or excepted:
            continue
        part, said = ("before", "said") if match["before"] else ("behind", "nil")
        for word in undone.word.finditer(match[part]):
            yield undone.words[word[0]], Span(*match.span(said)), Span(*match.span(part))
