"""Names of bodies that the end of a line, or a blank, cut in two, made whole for who reads them.

A name goes over a line's end where the report prints it whole elsewhere, where a sentence begins
in front of it, or where both pieces alone are the lines of a title. Other lines that follow each
other stay two: the menus and letterheads of pages hold many names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extractor.identity.names import PLACED, has_place, level_of, mentions
from extractor.identity.standing import TITLE_BEHIND
from extractor.identity.words import load_words
from extractor.types import Span

LONGEST = 30  # characters of a name on either side
PLACE_ENDS = ("省", "市", "县", "区", "州", "盟", "旗", "镇", "乡")
LONGEST_WORD = 4  # characters of a word before a name
LONGEST_REST = 2  # characters that the end of a line left of a place
LAST_OF_FIRST = 6  # characters at the end of a first piece that make it known again
MOST = 200  # places that are looked at: bounds time
LONG_LINE = 20  # characters of a line that may be wrapped
_HAN = r"\u4e00-\u9fff"
_BREAK = re.compile(rf"(?<=[{_HAN}])(?:(?: {{0,120}}\n){{1,2}} {{0,60}}| {{1,2}})(?=[{_HAN}])")
_LEFT = re.compile(rf"[{_HAN}]+\Z")
_RIGHT = re.compile(rf"[{_HAN}]+")
_BEGINS = re.compile(r"[,，。;；:：]\Z")
_YEAR = re.compile(r"[\s|]{0,60}(?:20\d\d年?度?)?[\s|]{0,60}")
_ANNUAL = re.compile(r"\s*20\d\d\s*年?度?的?(?:政府信息|信息|政务)公开[^。\n]{0,10}年报")
# What stands behind a body where a sentence names it as the one that reports.
_REPORTS = re.compile(
    r"\s*(?:20\d\d|关于|政府信息|政务公开|信息公开|负责|编|撰写|依据|根据|按照|结合)"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A stretch with its names made whole, as a text of its own, and the way back."""

    text: str
    span: Span
    left_out: tuple[Span, ...]  # places in the text that it was made from

    def place(self, found: Span) -> Span:
        """Where a stretch of this text stands in the text that it was made from."""
        return Span(self._back(found.start, at_end=False), self._back(found.end, at_end=True))

    def _back(self, at: int, at_end: bool) -> int:
        for gap in self.left_out:
            if at < gap.start + (1 if at_end else 0):
                break
            at += len(gap)
        return at


def whole_names(text: str, span: Span) -> Whole:
    """The text in which no name of the stretch is cut; the text itself where none is."""
    gaps = tuple(_gaps(text, span))
    if not gaps:
        return Whole(text, span, ())
    pieces, at = [], 0
    for gap in gaps:
        pieces.append(text[at : gap.start])
        at = gap.end
    pieces.append(text[at:])
    return Whole("".join(pieces), Span(span.start, span.end - sum(map(len, gaps))), gaps)


def _gaps(text: str, span: Span) -> Iterator[Span]:
    ends = load_words().ends
    looked = 0
    for match in _BREAK.finditer(text, span.start, span.end):
        right = _RIGHT.match(text, match.end(), min(span.end, match.end() + LONGEST))
        if right is None or not ends.search(right[0]):
            continue
        looked += 1
        if looked > MOST:
            return
        if _cuts_a_name(text, span, Span(*match.span()), right[0]):
            yield Span(*match.span())


class _Break(NamedTuple):
    """A place where a name may be cut: the stretch, the gap, and the line in front of it."""

    text: str
    span: Span
    gap: Span
    line: str


def _cuts_a_name(text: str, span: Span, gap: Span, right: str) -> bool:
    start = max(span.start, text.rfind("\n", span.start, gap.start) + 1)
    line = text[start : gap.start]
    found = _LEFT.search(line[-LONGEST:])
    left = found[0] if found else ""
    joined = left + right
    near = Span(max(0, len(left) - LONGEST_WORD), len(left) + LONGEST_WORD)
    cuts = load_words().cut.finditer(joined, near.start, near.end)
    if any(word.start() < len(left) < word.end() for word in cuts):
        return True  # 现公 / 布安川市…: what stands before a name was cut
    return any(
        name.span.start < len(left) < name.span.end
        and not name.weak
        and _is_whole(_Break(text, span, gap, line), name.name, len(left) - name.span.start)
        for name in mentions(joined, Span(0, len(joined)))
    )


def _is_whole(at: _Break, name: str, cut: int) -> bool:
    """Whether the pieces of a name on both sides of a gap are one name."""
    text, span, gap, line = at
    if text.find(name, span.start, span.end) >= 0:
        return True
    words = load_words()
    first, second = name[:cut], name[cut:]
    if not has_place(name) or name.startswith(words.no_front) or first.endswith(words.page_words):
        return False  # the last: 图片 / 县信访局
    ends = words.ends.finditer(name)
    if any(end.group() not in words.weak and end.end() <= cut for end in ends):
        # A body, and another one below it, unless the report writes both as one name.
        return _said_as_one(name, second, text, span)
    end = gap.end + len(second)
    before = line[: len(line) - len(first)]
    if _YEAR.fullmatch(before):
        # A word of the page, and 县信访局 below a blank line.
        apart = gap.of(text).count("\n") > 1 and level_of(second) is not None
        titled = any(one.match(text, end, span.end) for one in (TITLE_BEHIND, _ANNUAL))
        return titled and not apart and not _stands_alone(text, span, first, second)
    if not (_BEGINS.search(before) or before.endswith(words.names_reporter)):
        return False  # …信息公开年报 / 清河县林业局
    wrapped = "\n" in gap.of(text) and len(line) >= LONG_LINE
    return wrapped or _REPORTS.match(text, end, span.end) is not None


def _said_as_one(name: str, second: str, text: str, span: Span) -> bool:
    """Whether the end of the first piece and the second one stand together, maybe shortened."""
    forms = load_words().short_forms.items()
    written = {name, *(name.replace(long, short) for short, full in forms for long in full)}
    tails = (one[-len(second) - LAST_OF_FIRST :] for one in written)
    return any(text.find(tail, span.start, span.end) >= 0 for tail in tails)


def _stands_alone(text: str, span: Span, first: str, second: str) -> bool:
    """Whether the second line of a title is a name by itself, and the first one of something else."""
    place = PLACED.match(second.replace("城乡", ""))
    if place is None:
        return False
    # 平 / 河区: one character and its level are the rest of a place.
    rest = len(place[0]) <= LONGEST_REST and has_place(first + second[0] * 2)
    return not rest or first.endswith(PLACE_ENDS) or text.count(second, span.start, span.end) > 1
