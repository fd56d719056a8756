"""Numbers of one sentence read together: a total after its parts, a share carried in.

Rules and classifier look at one number at a time. What only shows beside the other numbers is
settled here, after both; a number that is not settled keeps what they say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from extractor.prose.caseload import leave_caseload
from extractor.prose.cases import Case
from extractor.prose.decisions import leave_matters, list_decisions
from extractor.prose.grounds import names_disclosure
from extractor.prose.inexact import leave_open
from extractor.prose.levels import compare_years
from extractor.prose.line import SURE, Line
from extractor.prose.outcomes import name_outcomes
from extractor.prose.own import carried_on, own_numbers, same_again
from extractor.prose.periods import whole_year
from extractor.prose.plans import forget_plans
from extractor.prose.published import published
from extractor.prose.series import in_a_row
from extractor.prose.shared import shared
from extractor.prose.spread import spread
from extractor.prose.verdicts import judge_cases
from extractor.prose.years import CARRIED
from extractor.types import Span

RECEIVED = "requests.received"
_SUMMED = frozenset({RECEIVED, "requests.answered", "review.cases", "granted", "partly",
                     "license", "penalty", "coercion", "interpretations"})  # fmt: skip
_PARTED = (RECEIVED, "granted", "partly", "carried_in", "carried_out")
_NEUTRAL = frozenset({"total", "accumulated", "receive", "receive_answer", "handle", "part"})
_OF_REQUESTS = ("overview.on_request", "applications")
MOST = 24  # numbers of sentences that are joined; bounds time
PARTS = 12  # of one total at most
REMEMBERED = 3  # sentences for which requests once told are still spoken of


@dataclass(slots=True)
class _Memory:
    """The requests told last, and how many sentences ago."""

    since: int = REMEMBERED + 1
    count: float = 0
    counted_in: str = ""


def settle(text: str, cases: Iterable[Case], year: int | None) -> None:
    """Settle what numbers tell beside the others of their sentence."""
    memory, everything = _Memory(), list(cases)
    for group in _lines(text, [c for c in everything if c.candidate is not None]):
        sentence = Span(group[0].sentence.start, group[-1].sentence.end)
        settle_line(text, sentence, group, year, memory)
    leave_caseload(text, everything)
    leave_matters(text, everything, year)


def _lines(text: str, cases: list[Case]) -> Iterator[list[Case]]:
    """The numbers of each sentence; what a semicolon parts is one sentence here."""
    line: list[Case] = []
    for sentence, group in groupby(cases, key=lambda c: c.sentence):
        more = list(group)
        goes_on = line and text[line[-1].sentence.end - 1] in ";；"
        near = line and sentence.start - line[-1].sentence.end <= 1
        if not (
            goes_on
            and near
            and len(line) + len(more) <= MOST
            and line[-1].section == more[0].section
        ):
            if line:
                yield line
            line = []
        line += more
    if line:
        yield line


def settle_line(
    text: str, sentence: Span, cases: list[Case], year: int | None, memory: _Memory
) -> None:
    asked = cases[0].section.startswith(_OF_REQUESTS) or memory.since < REMEMBERED
    line = Line(text, sentence, cases, year, asked, memory.count, memory.counted_in)
    compare_years(line)
    spread(line)
    own_numbers(line)
    forget_plans(line)
    whole_year(line)
    _totals(line)
    _unsummed(line)
    _by_ways(line)
    _shares(line)
    _of_disclosure(line)
    _all_carried_in(line)
    _postponed(line)
    carried_on(line)
    name_outcomes(line)
    list_decisions(line)
    judge_cases(line)
    shared(line)
    published(line)
    in_a_row(line)
    leave_open(line)
    told = [i for i in range(len(cases)) if line.key(i).startswith("requests.")]
    if told:
        most = max(told, key=line.value)
        memory.since, memory.count, memory.counted_in = 0, line.value(most), line.unit(most)
    else:
        memory.since += 1


def _totals(line: Line) -> None:
    """`当面2件,信函5件,合计7件`: the last is the whole, what stands before are its parts."""
    for at in range(2, len(line.cases)):
        if not line.patterns.total.fullmatch(line.lead(at)):
            continue
        parts = _addends(line, at)
        if parts:
            _whole(line, at, parts)
        elif line.key(at) == RECEIVED:
            _short(line, at)


def _addends(line: Line, at: int) -> list[int]:
    """The numbers right before one that add up to it: two at least."""
    total = 0.0
    for first in range(at - 1, max(-1, at - 1 - PARTS), -1):
        total += line.value(first)
        if at - first > 1 and total == line.value(at):
            return list(range(first, at))
    return []


def _whole(line: Line, at: int, parts: list[int]) -> None:
    keys = {line.key(i) for i in parts} - {""}
    if keys == {RECEIVED, "carried_in"}:
        if line.key(at) == RECEIVED:
            line.settle(at, {})  # of this year and of the one before
        return
    named = [line.named(i) for i in parts]
    if not keys and all(named) and line.of_requests(parts):
        keys = {RECEIVED}
    key = next(iter(keys)) if len(keys) == 1 else ""
    if key not in _SUMMED:
        return
    goes_on = [i > parts[0] and same_again(line, i, key) for i in parts]
    if not all(line.key(i) == key or n or g for i, n, g in zip(parts, named, goes_on, strict=True)):
        return
    parts_tell = {k for i in parts for k in line.kinds(i)}
    if line.kinds(at) - _NEUTRAL - parts_tell:
        # What is counted in all is something else: 共答复7件.
        if line.key(at) != key and all(named):
            line.doubt(parts, key)
        return
    for i in parts:
        line.settle(i, {})
    line.settle(at, {key: max(SURE, line.held(at).get(key, 0.0))})


def _short(line: Line, at: int) -> None:
    """`当面2件、信函5件等,共受理8件`: named parts are no totals, whatever they add up to."""
    before = range(at)
    if not all(line.named(i) for i in before):
        return
    if line.value(at) > max(line.value(i) for i in before):
        line.doubt(before, RECEIVED)


def _unsummed(line: Line) -> None:
    """`收到网络申请3件、信函申请2件`, `予以公开自然人3件、法人2件`: parts whose total is not told;
    none of them is it."""
    for key in _PARTED:
        told = [i for i in range(len(line.cases)) if line.key(i) == key]
        if told and all(line.named(i) for i in told):
            _unsummed_of(line, key, told)


def _unsummed_of(line: Line, key: str, told: list[int]) -> None:
    rest = range(told[0] + 1, len(line.cases))
    if any(line.patterns.part_of.search(line.lead(i)) for i in (told[0], *rest)):
        return
    beside = [i for i in rest if i in told or line.patterns.bare_part.fullmatch(line.lead(i))]
    if {line.named(i) for i in beside} - {line.named(told[0])}:
        line.doubt(told, key)


def _by_ways(line: Line) -> None:
    """`受理4件,其中当面3件、网上1件`: what came by ways that requests come by is requests."""
    for at in range(len(line.cases) - 1):
        guesses = line.cases[at].guesses
        if line.key(at) or not line.asked or not any(g.key == RECEIVED for g in guesses):
            continue
        total, parts = 0.0, []
        for i in range(at + 1, len(line.cases)):
            if "request_channel" not in line.kinds(i) or line.key(i):
                break
            parts.append(i)
            total += line.value(i)
        if parts and total == line.value(at):
            line.settle(at, {RECEIVED: SURE})


def _shares(line: Line) -> None:
    """`受理4件,其中上年未办结1件,当年新增3件`: 3 are new; `受理28件(含上年结转2件)`: 26 are."""
    for at in range(len(line.cases) - 1):
        if line.key(at) != RECEIVED or line.key(at + 1) != "carried_in":
            continue
        share = line.value(at + 1)
        if not 0 < share <= line.value(at) or not line.patterns.part_of.search(line.lead(at + 1)):
            continue
        new = [i for i in range(at + 2, len(line.cases))
               if line.patterns.new_ones.search(line.lead(i))]  # fmt: skip
        if not new:
            line.settle(at, {RECEIVED: min(SURE, line.held(at)[RECEIVED])})
            line.cases[at].carried = share
        elif line.value(new[0]) == line.value(at) - share:
            line.settle(at, {})
            line.settle(new[0], {RECEIVED: SURE})
        else:
            line.doubt([at], RECEIVED)


def _of_disclosure(line: Line) -> None:
    """`收到各类申请24件,其中政府信息公开申请20件`: 20 are of disclosure."""
    for at in range(len(line.cases) - 1):
        own, part = line.cases[at].span.start, line.cases[at + 1].span.start
        if line.key(at) != RECEIVED or line.unit(at) != line.unit(at + 1):
            continue
        begin, lead = own - len(line.lead(at)), part - len(line.lead(at + 1))
        whole_of_ours = names_disclosure(line.text, begin, own)
        told = "request" in line.kinds(at + 1) and names_disclosure(line.text, lead, part)
        if told and not whole_of_ours and line.patterns.part_of.search(line.text, lead, part):
            line.settle(at, {})
            line.settle(at + 1, {RECEIVED: SURE})


def _all_carried_in(line: Line) -> None:
    """`收到申请1件,系上年结转`: none of them is new."""
    for at in range(len(line.cases)):
        if line.key(at) != RECEIVED:
            continue
        match = line.patterns.all_carried_in.match(line.text, line.end(at), line.sentence.end)
        cues = line.cases[at].cues
        if match and any(c.kind == "carried_in" and c.start == match.end() for c in cues):
            line.settle(at, {"carried_in": SURE})


def _postponed(line: Line) -> None:
    """`尚有3件正在办理,结转至下年度`: the clause behind tells what becomes of them."""
    for at in range(len(line.cases)):
        if not line.asked:
            return
        guesses = line.cases[at].guesses
        if guesses and guesses[0].key in CARRIED and line.cases[at].settled is None:
            # The words leave no doubt where requests are spoken of; how they stand around the
            # number, of which the classifier makes much, is each writer's own.
            key = guesses[0].key
            line.settle(at, {key: max(SURE, line.held(at).get(key, 0.0))})
        if line.key(at) not in ("", RECEIVED, "requests.answered"):
            continue
        behind = line.behind(at)
        comma = next((i for i, mark in enumerate(behind) if mark in ",，"), None)
        if comma is None or not _carried_out_from(line, at, comma):
            continue
        remaining = line.patterns.remaining.search(line.lead(at)[-8:]) is not None
        if remaining or (not line.key(at) and line.patterns.pending.search(behind[:comma])):
            line.settle(at, {"carried_out": SURE})


def _carried_out_from(line: Line, at: int, comma: int) -> bool:
    start = line.end(at) + comma + 1
    return any(c.kind == "carried_out" and 0 <= c.start - start <= 6 for c in line.cases[at].cues)
