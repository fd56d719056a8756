"""Names that begin with, or hold, what elsewhere is a function word: 若羌, 让胡路, 各族自治县.

Where nothing else can stand, as at the start of a title or on a line of its own, a name is read
from its first character. What is learned there holds for the whole report.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from extractor.identity.words import Words, load_words, trim
from extractor.types import Span

_MAX = 30  # characters of a name
_TAIL = 2  # characters behind the function word that make it known again
_TWICE = 2  # clauses that begin alike, before a name is taken from clauses alone
_YEAR = r"(?:20\d\d|二[〇○零ＯO][〇○零一二][〇○零一二三四五六七八九])\s?年?度?"
_TITLE = re.compile(
    rf"(?:(?<=[\s|>《〈:：(（。])|(?<![\s\S]))(?:{_YEAR})?(?:关于)?(?P<name>[\u4e00-\u9fff]{{3,{_MAX}}}?)[\s)）]?"
    rf"(?:{_YEAR})?(?:年度)?(?:政府\s?(?:政务)?信息公开|政务\s?公开|信息公开)[^。,，;\n\d]{{0,10}}\n?"
    rf"[^。,，;\n\d]{{0,6}}(?:报告|年报|总结)(?=[\s》〉)）(（一|]|\d|$)"
)
_LINE = re.compile(
    rf"(?<![^\n])[ \t\u3000|]*[(（]?(?P<name>[\u4e00-\u9fff]{{3,{_MAX}}})[)）]?[ \t\u3000|]*$", re.M
)
_VALUE = re.compile(rf"[:：][ \t\u3000|]*(?P<name>[\u4e00-\u9fff]{{3,{_MAX}}})[ \t\u3000|]*$", re.M)
_CLAUSE = re.compile(rf"(?<=[。,，;；\n])(?P<name>[\u4e00-\u9fff]{{4,{_MAX}}})")
_CLOSED = re.compile(r"(?:[。.:：;；!！?？)）》>”\"|\d]|报告|年报|总结)[ \t\u3000|\r]*$")
_LEVELS = frozenset("省市县区州盟旗镇乡街")
_DATED = re.compile(r"\s*(?:20\d\d|二[〇○零ＯO])")


@lru_cache(maxsize=8)
def kept_fronts(text: str, span: Span) -> tuple[str, ...]:
    """What begins like a function word in this report and is part of a name (若羌县)."""
    words = load_words()
    said = text[span.start : span.end]
    # A preposition comes and goes; the first character of a name stays.
    found = {
        one
        for name in _bare(text, span)
        for one in _inside(name, words)
        if 2 * said.count(one) >= said.count(one[1:])
    }
    begun = Counter(_in_clauses(text, span, words))
    found.update(
        one
        for one, times in begun.items()
        if times >= _TWICE and said.count(one) == said.count(one[1:])
    )
    return tuple(sorted(found))


def _bare(text: str, span: Span) -> Iterator[str]:
    """Runs that stand where only a name can: in a title, on a line or behind a label alone."""
    for pattern in (_TITLE, _VALUE):
        for match in pattern.finditer(text, span.start, span.end):
            yield match["name"]
    for match in _LINE.finditer(text, span.start, span.end):
        before = text[max(span.start, match.start() - 9) : max(span.start, match.start() - 1)]
        if not before.strip() or _CLOSED.search(before) or _DATED.match(text, match.end()):
            yield match["name"]


def _ends(name: str, words: Words) -> bool:
    return any(match.end() == len(name) for match in words.ends.finditer(name))


def _inside(name: str, words: Words) -> Iterator[str]:
    """The function words in the front that would be cut off a whole name, with what follows."""
    skip = trim(name, words)
    if skip == 0 or not _ends(name, words):
        return
    if name.startswith(words.no_front) and not name.startswith(words.protect):
        return
    cuts = list(words.cut.finditer(name, 0, skip))
    barred = words.no_part | words.dates
    if any(len(m.group()) > 1 or m.group() in barred for m in cuts):
        return  # words, not characters of a place's name
    starts = {m.start() for m in cuts}
    at = max((m.end() for m in cuts), default=0)
    if any(name.startswith(words.lead_words, place) for place in range(at, skip)):
        return
    starts.update(range(at, skip))
    yield from (name[one : one + 1 + _TAIL] for one in starts)


def _in_clauses(text: str, span: Span, words: Words) -> Iterator[str]:
    """The same in front of bodies that begin a clause and act in it: 若羌县审计局认真落实…"""
    for match in _CLAUSE.finditer(text, span.start, span.end):
        run = match["name"]
        for end in words.ends.finditer(run):
            if words.acts.match(text, match.start() + end.end()):
                name = run[: end.end()]
                if name[trim(name, words) :][:1] not in _LEVELS:  # 由 + 县财政局
                    yield from _inside(name, words)
                break
