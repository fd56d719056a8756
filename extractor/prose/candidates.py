"""Candidates: each number of a sentence that may be a count, with the cues around it.

A sentence is cut so that every cue belongs to at most one number: what follows a unit directly
(`3件依申请公开事项`) belongs to it, what stands before belongs to the next number.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.prose.numbers import Number, find_numbers
from extractor.prose.uncounted import counts_nothing
from extractor.types import Span

CARRIED_WITHIN = 3  # characters between a number and the words that say that it was carried over
REACH_RIGHT = 26  # how far a noun may stand behind its number: 3件关于…的政府信息公开申请

_UNIT = re.compile(
    r"[ \u3000]?(万元|亿元|元|余?人次|件次|条次|篇次|场次|余?[条件篇份个次期则起宗项例部批封场轮幅组人户页名])"
)
_NOT_A_COUNT = re.compile(
    r"[ \u3000]?(?:[%％‰年月日号时分楼室届级位大类种周天倍岁米家册号网家栋路层]|个(?:百分点|工作日|月|方面|[大小子主分]{0,2}类别?|小时|环节)"
    r"|个?(?:部分|板块|途径|渠道|章节)|[条项][”』」》]|条(?:规定|第|途径|渠道|措施|意见|主线)|项(?:制度|措施|规定)|人大|小时|工作日|多次|方面|是)"
)
_BEFORE = re.compile(r"(?:第|〔|\[|每|附件|(?<!申请)(?<!登记)表|电话[::]?|邮编[::]?)$")
# 没有一起…的申请, 一件申请也没有: not even one is no count of one.
_NOT_EVEN = re.compile(
    r"(?:没有|未有|没|无|未|没有收到|未收到|未接到|未发生|没有发生|未出现|未受理)(?:过|任何)?$"
)
_NONE_AT_ALL = re.compile(r"[^,，。;；:：0-9]{0,14}?[也都](?:没|未|无)")
_SERIES = frozenset({"个", "批", "组", "部", "套"})  # 一个新的阶段, 一批: an article, no count
_AVERAGE = re.compile(r"(?:[日月周人]|(?<!\d)年)均|平均|每(?:[日天周月季]|个工作日)")
_ASIDE = re.compile(
    r"[(（](?P<of>[不包]?含|包括|其中|如|以下|下同|即|转发|转载)?[^()（）\n]{0,40}[)）]"
)
_WORD_WITH_ONE = re.compile(
    r"(?:之|统|同|新|唯|任|逐|某|十|百分之|进)$"
)  # 统一, 唯一, 之一, 进一步
_ORDINAL = re.compile(r"届[^,，。]{0,7}$")  # 十七届人大四次会议
_CLOSES = re.compile(
    r"[ \u3000]?(?:[,，。;；)）、!！]|[一二三四五六七八九]是)"
)  # a number without unit must end its clause
# What stands before the number of an item in a list, and what then follows it.
_ITEM_ENDS = dict.fromkeys(("", *" \u3000。;；\n"), "、") | dict.fromkeys("(（", ")）")
_LAST_ITEM = 30
# 与疫情相关的发布会: one thing, not two.
_EDGE = re.compile(
    r"[,，。;；:：()（）、\n|]|其中|以及|(?<!法人)(?:[和及并]|与(?![^,，。;；、\d]{1,12}(?:相关|有关)的))"
)
# 网站:12条 微博:7条: the words behind a labelled number are the label of the next.
_LABELLED = re.compile(r"[\u4e00-\u9fff][:：][ \u3000]?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[,，]|[1一]?\d*月)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word: where, and its class."""

    start: int
    end: int
    kind: str

    def of(self, text: str) -> str:
        """The word itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a count. Offsets are those of the text it was found in.

    `near` are the cues since the last comma before it, `far` those between the number before
    it and that comma, `head` all earlier ones of the sentence, `right` those behind its unit.
    """

    number: Number
    unit: str
    sentence: Span
    near: tuple[Cue, ...] = ()
    far: tuple[Cue, ...] = ()
    head: tuple[Cue, ...] = ()
    right: tuple[Cue, ...] = ()
    left_start: int = 0
    near_start: int = 0
    right_end: int = 0
    section: str = ""
    years: tuple[int, ...] = field(default=())  # years told in its left part, in order


def _unit(text: str, number: Number, stop: int) -> tuple[str, int]:
    match = _UNIT.match(text, number.span.end, stop)
    return (match[1].removeprefix("余"), match.end()) if match else ("", number.span.end)


def _may_count(text: str, number: Number, unit: str, stop: int) -> bool:  # noqa: PLR0911 - a decision list
    before = text[max(0, number.span.start - 6) : number.span.start]
    if _NOT_A_COUNT.match(text, number.span.end, stop) or _BEFORE.search(before):
        return False
    if number.value == 1 and (
        _NOT_EVEN.search(before) or _NONE_AT_ALL.match(text, number.span.end, stop)
    ):
        return False
    if number.chinese and (
        (number.value == 1 and unit in _SERIES) or _WORD_WITH_ONE.search(before)
    ):
        return False
    if unit:
        return not (
            unit == "次"
            and _ORDINAL.search(text[max(0, number.span.start - 8) : number.span.start])
        )
    if number.chinese or (1990 <= number.value <= 2050 and len(number.span) == 4):
        return False
    if _is_item(text, number):
        return False
    return _CLOSES.match(text, number.span.end, stop) is not None or number.span.end == stop


def _is_item(text: str, number: Number) -> bool:
    """Whether a number only counts the items of a list that runs on in one line: 2、通过报纸, (2)."""
    mark = text[number.span.end : number.span.end + 1]
    before = text[max(0, number.span.start - 1) : number.span.start]
    if number.value > _LAST_ITEM:
        return False
    return mark in _ITEM_ENDS.get(before, "")


def find_candidates(
    text: str, sentence: Span, cues: tuple[Cue, ...], section: str = ""
) -> list[Candidate]:
    """The numbers of a sentence that may be counts; `cues` are the sentence's, in order."""
    kept = []
    for number in _numbers(text, sentence, cues):
        unit, end = _unit(text, number, sentence.end)
        if _may_count(text, number, unit, sentence.end) and not counts_nothing(
            text, number, unit, end, sentence.end
        ):
            kept.append((number, unit, end))
    return _attach(text, sentence, cues, kept, section)


def _numbers(text: str, sentence: Span, cues: Sequence[Cue]) -> list[Number]:
    shift = sentence.start
    found = []
    starts = [c.start for c in cues]
    for n in find_numbers(sentence.of(text)):
        span = Span(n.span.start + shift, n.span.end + shift)
        at = bisect_left(starts, span.end) - 1
        if at >= 0 and cues[at].end > span.start:
            continue  # 12345 is a telephone line, 一图读懂 a word
        found.append(replace(n, span=span))
    return found


def _attach(
    text: str,
    sentence: Span,
    cues: tuple[Cue, ...],
    numbers: list[tuple[Number, str, int]],
    section: str,
) -> list[Candidate]:
    found = []
    left = sentence.start
    carried = [c for c in cues if c.kind in ("carried_in", "carried_out")]
    for index, (number, unit, end) in enumerate(numbers):
        following = numbers[index + 1][0].span.start if index + 1 < len(numbers) else sentence.end
        edge = _EDGE.search(text, end, min(following, end + REACH_RIGHT))
        right_end = edge.start() if edge else min(following, end + REACH_RIGHT)
        start = number.span.start
        if index + 1 < len(numbers) and following <= end + REACH_RIGHT:
            labelled = _LABELLED.search(text, left, start) and _LABELLED.search(
                text, end, following
            )
            if edge is None or labelled:
                right_end = end  # nothing parts the two numbers: the words lead to the next one
        asides = list(_ASIDE.finditer(text, left, start))
        near_start = _clause_start(text, left, start, asides)
        if not _between(cues, near_start, start):
            right_end = _carried_right(carried, end, following) or right_end
        if _AVERAGE.search(text, near_start, start):
            left = right_end
            continue  # 月均访问2200次 is no count of the year
        spoken = _without(cues, asides)
        found.append(
            Candidate(
                number,
                unit,
                sentence,
                near=_between(spoken, near_start, start),
                far=_between(spoken, left, near_start),
                head=_between(cues, sentence.start, left),
                right=_between(cues, end, right_end),
                left_start=left,
                near_start=near_start,
                right_end=right_end,
                section=section,
                years=tuple(
                    int(m.group())
                    for m in _YEAR.finditer(text, left, start)
                    if not any(c.start <= m.start() < c.end for c in carried)
                ),
            )
        )
        left = right_end
    return found


def _carried_right(carried: Sequence[Cue], end: int, following: int) -> int | None:
    """Where the words end that say directly behind a number, with none before it, that what it
    counts was carried over: `剩余3件结转下年行政复议2件`, whose full stop was lost. Words that
    lead to the number that follows count that one: `2021年为29件,上年结转3件`."""
    behind = (
        c.end
        for c in carried
        if 0 <= c.start - end <= CARRIED_WITHIN and (c.start == end or c.end + 1 < following)
    )
    return next(behind, None)


_COLUMN = re.compile(r"[“\"]([^“”\"]{2,14})[”\"](?=类?信息\d)")


def columns_as_kinds(text: str, sentence: Span, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """`“公告栏”信息4条`: the quoted column says which kind of information, not where it went."""
    quoted = [m.span(1) for m in _COLUMN.finditer(text, sentence.start, sentence.end)]
    if not quoted:
        return cues
    return tuple(
        Cue(c.start, c.end, "category") if any(a <= c.start < e for a, e in quoted) else c
        for c in cues
    )


def _clause_start(text: str, left: int, start: int, asides: Sequence[re.Match[str]]) -> int:
    """Where the clause of a number begins; a closed bracket before the number parts nothing."""
    at = start
    while (comma := max(text.rfind(m, left, at) for m in ",，:：(（;；")) >= left:
        around = next((m for m in asides if m.start() <= comma < m.end()), None)
        if around is None:
            return comma + 1
        at = around.start()
    return left


def _without(cues: tuple[Cue, ...], asides: Sequence[re.Match[str]]) -> tuple[Cue, ...]:
    """The cues but those in brackets that only tell what a thing includes (含吹风会)."""
    inside = [m.span() for m in asides if m["of"]]
    if not inside:
        return cues
    return tuple(c for c in cues if not any(a <= c.start < e for a, e in inside))


def _between(cues: tuple[Cue, ...], start: int, end: int) -> tuple[Cue, ...]:
    return tuple(c for c in cues if c.start >= start and c.end <= end)
