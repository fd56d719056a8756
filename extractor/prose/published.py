"""How much was published, where many channels or many kinds of things stand before the number.

`通过甲网站、乙公众号等平台公开信息90条` tells how much was published in all, and not on the channel
named last; `通过网站公开财政、人事等信息90条` tells how much on the website, whatever kinds it
was of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.prose.candidates import Cue
from extractor.prose.lexicon import load_lexicon, load_patterns
from extractor.prose.line import KEEP, SURE, Line
from extractor.prose.rules import other_time
from extractor.prose.view import CHANNELS, view
from extractor.types import Span

TOTAL = "disclosed.total"
UNITS = frozenset(["条", "件", "篇", "份", "则", "条次", "篇次", ""])
LIKELY = 0.8  # of a total whose kinds are listed
LONGEST = 200  # characters before a number that tell
ALL, LIST, KIND = range(3)  # what was published: everything, several kinds, one kind

_SAYS = ("publish", "proactive")
_COUNTED = frozenset(
    {"info", "proactive", "publish", "total", "accumulated", "category", *CHANNELS}
)
_TOPIC = ("", "overview", "overview.proactive", "overview.platform", "disclosure")


_OF, _NAMES = ("info", "proactive"), ("信息", "内容")
_PARTED = re.compile("[,，:：]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("published")


def aside() -> re.Pattern[str]:
    """What stands in brackets."""
    return _patterns()["aside"]


@dataclass(frozen=True, slots=True)
class _Told:
    """The channels before a verb, whether others are hinted at, and where the verb ends."""

    channels: frozenset[str]
    more: bool
    verb_end: int
    start: int


def published(line: Line) -> None:
    """Settle the numbers of what was published through several channels, or of many kinds."""
    for at in range(len(line.cases)):
        if line.unit(at) in UNITS:
            _published(line, at)
            _of_what_was_made(line, at)


def _published(line: Line, at: int) -> None:
    said = _clause(line, at)
    cues = _cues(line, at, said)
    if _patterns()["share"].search(line.text, said.start, said.end):
        return
    candidate = line.cases[at].candidate
    if candidate is None or other_time(view(line.text, candidate, line.year)):
        return
    if cues and _last_counted(cues) not in _COUNTED and not _of_all_these(line, at, said):
        return
    told = _through(line.text, said, cues)
    if told is None:
        _of_many_kinds(line, at, said, cues)
        _where_nobody_knows(line, at, said, cues)
        return
    what = what_was_published(line.text, Span(told.verb_end, said.end))
    if len(told.channels) > 1:
        if what != KIND and "website" in told.channels and not _one_of_several(line, at, told):
            line.settle(at, {TOTAL: max(SURE, line.held(at).get(TOTAL, 0.0))})
        return
    key = f"disclosed.{next(iter(told.channels))}"
    if told.more and told.channels != {"other_media"}:
        if line.key(at) == key:
            line.settle(at, {key: KEEP})  # of it alone, or of others as well
    elif what != KIND:
        key = TOTAL if _shared_out(line, at) else key
        line.settle(at, {key: max(SURE, line.held(at).get(key, 0.0))})
    elif line.key(at) not in ("", key):
        line.settle(at, {key: KEEP})


def _shared_out(line: Line, at: int) -> bool:
    """`依托网站,公开信息90条,其中公众号公开30条`: the parts are told by channel, and the whole is of all."""
    if at + 1 == len(line.cases) or not line.key(at + 1).startswith("disclosed."):
        return False
    return _patterns()["share"].search(line.lead(at + 1)) is not None


def _clause(line: Line, at: int) -> Span:
    stop = line.cases[at].span.start
    lead = line.lead(at)[-LONGEST:]
    return Span(stop - len(lead) + max(lead.rfind(mark) for mark in "。;；\n") + 1, stop)


def _cues(line: Line, at: int, said: Span) -> list[Cue]:
    """The cues of a clause; what is inside a quoted name says nothing of publishing."""
    quoted = [m.span() for m in _patterns()["quoted"].finditer(line.text, said.start, said.end)]
    return [
        c
        for c in line.cases[at].cues
        if said.start <= c.start
        and c.end <= said.end
        and (c.kind in CHANNELS or not any(a <= c.start and c.end <= b for a, b in quoted))
    ]


def _last_counted(cues: Sequence[Cue]) -> str:
    return next((c.kind for c in reversed(cues) if c.kind not in ("total", "accumulated")), "total")


def _verbs(text: str, said: Span, cues: Sequence[Cue]) -> list[Span]:
    """The verbs of publishing, in order; `公开信息` is one with its object."""
    found = [Span(*m.span()) for m in _patterns()["anew"].finditer(text, said.start, said.end)]
    for c in cues:
        if c.kind in _SAYS:
            found.append(Span(c.start, c.end))
        elif c.kind == "info" and text.startswith("公开", c.start):
            found.append(Span(c.start, c.start + 2))
    return sorted(found)


def _through(text: str, said: Span, cues: Sequence[Cue]) -> _Told | None:
    """The channels named last before a verb of publishing."""
    verbs = _verbs(text, said, cues)
    named = [c for c in cues if c.kind in CHANNELS]
    if not verbs or not named:
        return None
    starts = [m.start() for m in _patterns()["through"].finditer(text, said.start, said.end)]
    for start in reversed(starts):
        verb = next((v for v in verbs if v.start > start), None)
        if verb is None:
            continue
        here = [c for c in named if start < c.start and c.end <= verb.start]
        if not here:
            continue
        if _PARTED.search(text, start, here[-1].end):
            return None  # 利用网站公开,公众号发布信息90条
        bridge = _patterns()["bridge"].fullmatch(text, here[-1].end, verb.start)
        if bridge is None:
            return None
        kinds = frozenset("other_media" if c.kind == "account" else c.kind for c in here)
        more = _patterns()["and_more"].search(text, here[0].end, verb.start) is not None
        return _Told(kinds, more, verb.end, start)
    return None


def _one_of_several(line: Line, at: int, told: _Told) -> bool:
    """`一是通过网站、公众号公开90条;二是…`, `共公开200条,通过网站、公众号公开90条`."""
    if any(line.key(i) == TOTAL for i in range(at)):
        return True
    return _is_item(line, at, Span(told.start, line.cases[at].span.start))


def _is_item(line: Line, at: int, said: Span) -> bool:
    before = line.text[max(line.sentence.start, said.start - 12) : said.start]
    if _patterns()["item"].search(before) is None:
        return False
    return _patterns()["whole"].search(line.text, said.start, said.end) is None


def what_was_published(text: str, said: Span) -> int:
    """What was published, by the words between the verb and the number."""
    words = _patterns()["aside"].sub("", said.of(text))
    end = _patterns()["quantity"].search(words)
    words = words[: end.start() if end else len(words)]
    if _patterns()["kinds"].search(words) and any(
        _patterns()[name].search(words) for name in ("closed", "joined")
    ):
        return LIST
    rest = _patterns()["manner"].sub("", words)
    for _, _, kind in (lexicon := load_lexicon()).scan(rest, 0, len(rest)):
        if kind not in ("info", "proactive", "publish", "total"):
            return KIND
    for start, stop, _ in reversed(list(lexicon.scan(rest, 0, len(rest)))):
        rest = rest[:start] + rest[stop:]
    for word in lexicon.of_all:
        rest = rest.replace(word, "")
    return ALL if len(rest.strip(" \u3000,，、")) <= 1 else KIND


def _of_many_kinds(line: Line, at: int, said: Span, cues: Sequence[Cue]) -> None:
    """`全年公开财政、人事、规划等各类信息90条`: of all kinds, where no channel is named before."""
    last, verb = _last_clause(line, said, cues)
    if verb is None or line.cases[at].section not in _TOPIC:
        return
    if any(c.kind in CHANNELS and c.start < verb.start for c in line.cases[at].cues):
        return
    if any(line.key(i).startswith("disclosed.") for i in range(at)):
        return
    things = Span(verb.end, said.end)
    whole = _patterns()["whole"].search(line.text, said.start, said.end)
    closed = _patterns()["closed"].search(line.text, things.start, things.end)
    asked = closed and any(c.kind == "proactive" for c in cues)
    if not (whole or asked) or _is_item(line, at, Span(verb.start, said.end)):
        return
    what = what_was_published(line.text, things)
    listed = what == LIST and _of_information(line, at, things, cues)
    plain = what == ALL and line.unit(at) == "条" and not line.held(at).get(TOTAL)
    lead_in = _patterns()["lead_in"].fullmatch(line.text, last.start, verb.start)
    if listed or (plain and lead_in and _of_information(line, at, things, cues)):
        line.settle(at, {TOTAL: max(LIKELY, line.held(at).get(TOTAL, 0.0))})


def _last_clause(line: Line, said: Span, cues: Sequence[Cue]) -> tuple[Span, Span | None]:
    """The words since the last comma, and their verb of publishing."""
    begin = 1 + max(line.text.rfind(mark, said.start, said.end) for mark in ",，:：")
    last = Span(max(said.start, begin), said.end)
    return last, _verb(_verbs(line.text, last, [c for c in cues if c.start >= last.start]))


def _where_nobody_knows(line: Line, at: int, said: Span, cues: Sequence[Cue]) -> None:
    """`通过市级以上网络公开信息90条` is no total; in `公开环境公报、公告等信息90条` no channel is named."""
    last, verb = _last_clause(line, said, cues)
    key = line.key(at)
    if verb is None or not key.startswith("disclosed."):
        return
    if key == TOTAL:
        whole = _patterns()["whole"].search(line.text, last.start, said.end)
        if not whole and _patterns()["somehow"].search(line.text, last.start, verb.start):
            line.settle(at, {})
        return
    named = any(c.kind in CHANNELS and c.start < verb.start for c in line.cases[at].cues)
    if not named and what_was_published(line.text, Span(verb.end, said.end)) == LIST:
        line.settle(at, {})


def _verb(verbs: Sequence[Span]) -> Span | None:
    """The first verb, with those joined to it: `更新、发布`."""
    found: Span | None = None
    for one in verbs:
        if found is not None and one.start - found.end > 1:
            break
        found = Span(found.start if found else one.start, one.end)
    return found


def _of_information(line: Line, at: int, things: Span, cues: Sequence[Cue]) -> bool:
    """`…等信息90条`, `…等90条信息`: the number counts information, whatever it is about."""
    end = _patterns()["quantity"].search(line.text, things.start, things.end)
    stop = end.start() if end else things.end
    if any(c.end == stop and (c.kind in _OF or c.of(line.text).endswith(_NAMES)) for c in cues):
        return True
    return _of_all_these(line, at, Span(things.start, stop))


def _of_all_these(line: Line, at: int, said: Span) -> bool:
    """`提案、公告等90条信息`: what is listed is what the information is about."""
    behind = line.end(at)
    return line.text.endswith("等", said.start, said.end) and any(
        c.kind == "info" and c.start == behind for c in line.cases[at].cues
    )


def _of_what_was_made(line: Line, at: int) -> None:
    """`制作政府信息300条,其中主动公开200条`: 200 were published."""
    if line.key(at) not in ("", TOTAL) or at + 1 == len(line.cases):
        return
    if not _patterns()["share_published"].fullmatch(line.lead(at + 1)):
        return
    said = _clause(line, at)
    if not _patterns()["made"].search(line.text, said.start, said.end):
        return
    if any(v for v in _verbs(line.text, said, _cues(line, at, said))):
        return
    line.settle(at, {})
    line.settle(at + 1, {TOTAL: max(SURE, line.held(at + 1).get(TOTAL, 0.0))})
