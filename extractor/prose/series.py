"""Numbers in a row: of several kinds of things, of several channels, parts and their whole.

`网站发布动态40条、公告9条` tells nothing of how much the website has; `公众号发布60条、微博30条` tells it
of both.
"""

import json
import re
from functools import cache

from extractor.prose.candidates import Cue
from extractor.prose.lexicon import DATA, load_lexicon
from extractor.prose.line import KEEP, SURE, Line
from extractor.prose.own import hand_on
from extractor.prose.published import ALL, KIND, TOTAL, aside, what_was_published
from extractor.prose.view import CHANNELS, COUNT
from extractor.types import Span

RECEIVED = "requests.received"
PARTS = 12  # of one whole at most
_KINDS = frozenset({
    "info", "category", "interpretation", "interpretation_form", "npc", "cppcc", "combined",
    "license", "penalty", "coercion", "admin_fee", "directory", "not_count",
})  # fmt: skip
_SAYS = frozenset({"publish", "proactive"})


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw: dict[str, str] = json.loads((DATA / "series.json").read_text("utf-8"))
    named = [w for w, kind in load_lexicon().classes.items() if kind in CHANNELS]
    channel = "|".join(re.escape(w) for w in sorted(named, key=len, reverse=True))
    return {
        name: re.compile(text.replace("{channel}", f"(?P<channel>{channel})"))
        for name, text in raw.items()
        if name != "note"
    }


def in_a_row(line: Line) -> None:
    """Settle the numbers that stand in a row."""
    for at in range(len(line.cases)):
        _of_channels(line, at)
        _of_one_thing(line, at)
        _groups_of_people(line, at)
        _followed(line, at)
        _beside(line, at)
    for at in range(len(line.cases) - 1):
        _first_of_kinds(line, at)
    _wholes(line)
    _parts_behind(line)


def _before(line: Line, at: int) -> list[Cue]:
    """The cues between a number and the one before it, outside brackets."""
    stop = line.cases[at].span.start
    start = stop - len(line.lead(at))
    asides = [m.span() for m in aside().finditer(line.text, start, stop)]
    return [
        c
        for c in line.cases[at].cues
        if start <= c.start and c.end <= stop and not any(a <= c.start < b for a, b in asides)
    ]


def _of_channels(line: Line, at: int) -> None:
    """`公开平台有3个`: the number counts the channels themselves."""
    if line.unit(at) != "个" or not line.key(at).startswith("disclosed."):
        return
    told = [c for c in _before(line, at) if c.kind not in ("total", "accumulated")]
    if told and told[-1].kind in CHANNELS:
        line.settle(at, {})


def _of_one_thing(line: Line, at: int) -> None:
    """`主动公开扶贫资金40条`, `代表建议办理类信息12条`: what stands at the number is its kind."""
    before = line.lead(at)
    key = line.key(at)
    if key.startswith("proposals.") and _patterns()["only_about"].search(before):
        line.settle(at, {})
    cues = [c for c in _before(line, at) if c.kind not in ("total", "accumulated")]
    if key != TOTAL or not cues or cues[-1].kind not in _SAYS:
        return
    stop = line.cases[at].span.start
    if _patterns()["named"].search(line.text, cues[-1].start, cues[-1].end):
        return  # 主动公开政府信息(综合类)40条
    if what_was_published(line.text, Span(cues[-1].end, stop)) != KIND:
        return
    if not _patterns()["things"].search(line.text, cues[-1].end, stop):
        line.settle(at, {})


def _groups_of_people(line: Line, at: int) -> None:
    """`接待来访9批40人次`: how many people is told behind how many times they came."""
    if at + 1 == len(line.cases) or line.key(at) != "consultations":
        return
    groups = _patterns()["groups"].fullmatch(line.unit(at))
    people = _patterns()["people"].fullmatch(line.unit(at + 1))
    if groups and people and not line.lead(at + 1).strip(" ,，、次"):
        hand_on(line, at, at + 1, "consultations")


def _followed(line: Line, at: int) -> None:
    """`某订阅号关注用户2万人,发布信息90条`: what was published by an account with followers."""
    if line.key(at) != TOTAL or any(c.kind == "proactive" for c in _before(line, at)):
        return
    if at and line.unit(at - 1) == "期" and _patterns()["gazette"].search(line.lead(at - 1)):
        line.settle(at, {"disclosed.other_media": SURE})  # 印发政府公报8期,公开信息90条
        return
    told = next((i for i in reversed(range(at)) if line.key(i) == "followers"), None)
    if told is None:
        return
    named = [c.kind for c in _before(line, told) if c.kind in CHANNELS]
    kind = "other_media" if named and named[-1] == "account" else named[-1] if named else ""
    line.settle(at, {f"disclosed.{kind}": SURE} if kind and kind != "website" else {})


def _beside(line: Line, at: int) -> None:
    """`公众号发布60条、微博30条`: the same of the next channel."""
    if not at or line.key(at) or line.unit(at) not in COUNT or line.unit(at - 1) not in COUNT:
        return
    key = line.key(at - 1)
    match = _patterns()["beside"].fullmatch(line.lead(at))
    if match is None or not key.startswith("disclosed.") or key == TOTAL:
        return
    kind = load_lexicon().classes[match["channel"]]
    line.settle(at, {f"disclosed.{'other_media' if kind == 'account' else kind}": SURE})


def _first_of_kinds(line: Line, at: int) -> None:
    """`网站发布动态40条、公告9条`: the first number is of its kind, as the next one is of its own."""
    if not line.key(at).startswith("disclosed.") or line.unit(at) not in COUNT:
        return
    if line.unit(at + 1) not in COUNT or _patterns()["bare"].fullmatch(line.lead(at + 1)) is None:
        return
    next_one = _before(line, at + 1)
    if any(c.kind not in _KINDS for c in next_one):
        return
    start = max((c.end for c in _before(line, at) if c.kind in (*CHANNELS, *_SAYS)), default=None)
    if start is None:
        return
    stop = line.cases[at].span.start
    what = what_was_published(line.text, Span(start, stop))
    if what == ALL and not _patterns()["of_a_kind"].search(line.text, start, stop):
        return
    line.settle(at, {})


def _wholes(line: Line) -> None:
    """`公开甲类20条,乙类5条,丙类4条,合计29条`; several wholes are parts of another one."""
    found: list[int] = []
    for at in range(2, len(line.cases)):
        if _patterns()["whole"].fullmatch(line.lead(at)) is None:
            continue
        first = _first_addend(line, at)
        if first is None:
            continue
        keys = {line.key(i) for i in range(first, at)}
        if TOTAL in keys or line.key(at) == TOTAL:
            found.append(at)
            for i in range(first, at):
                if line.key(i) == TOTAL:
                    line.settle(i, {})
    for at in found:
        held = line.held(at).get(TOTAL, 0.0)
        line.settle(at, {TOTAL: max(SURE, held)} if len(found) == 1 else {})


def _first_addend(line: Line, at: int) -> int | None:
    """Where the numbers begin that add up to one behind them: two at least."""
    total = 0.0
    for first in range(at - 1, max(-1, at - 1 - PARTS), -1):
        total += line.value(first)
        if at - first > 1 and total == line.value(at):
            return first
    return None


def _parts_behind(line: Line) -> None:
    """`收到申请40件,其中网上37件、来信3件;区级收到38件,部门2件`: parts, however often it is parted."""
    whole = next((i for i in range(len(line.cases)) if line.key(i) == RECEIVED), None)
    if whole is None:
        return
    at = whole + 1
    while at + 1 < len(line.cases):
        last, total = at, line.value(at)
        while last + 1 < len(line.cases) and total < line.value(whole):
            last += 1
            total += line.value(last)
        if last > at and total == line.value(whole) and line.value(at) and line.value(last):
            for i in range(at, last + 1):
                if line.held(i).get(RECEIVED, 0.0) >= KEEP:
                    line.settle(i, {k: p for k, p in line.held(i).items() if k != RECEIVED})
            at = last
        at += 1
