"""Cases that a body handles for others: its caseload as the authority that reviews, or before court.

`承办行政复议案件95件,因政府信息公开被申请复议0件`: the second is what the report is about. Where one
statement names its ground, another of the same kind that names none is told of other cases; alone,
the words of handling only leave a doubt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.prose.cases import Case
from extractor.prose.grounds import REMEDIES, names_disclosure
from extractor.prose.lexicon import load_patterns
from extractor.prose.line import DOUBTED, KEEP

MOST = 40  # statements of one's own cases; bounds time
_NEAR = 1  # sentences between a caseload and the cases of one's own


@dataclass(frozen=True, slots=True)
class Caseload:
    """The patterns of `data/caseload.json`; its note says what each is."""

    handled: re.Pattern[str]
    treated: re.Pattern[str]
    others: re.Pattern[str]
    ended: re.Pattern[str]
    clause: re.Pattern[str]


@cache
def load_caseload() -> Caseload:
    """The words for a caseload that ship with the package."""
    return Caseload(**load_patterns("caseload"))


def leave_caseload(text: str, cases: Iterable[Case]) -> None:
    """Take a body's caseload from the numbers of cases, once all else is settled."""
    everything = list(cases)
    place = {
        start: i for i, start in enumerate(dict.fromkeys(c.sentence.start for c in everything))
    }
    for kind in REMEDIES:
        key = f"{kind}.cases"
        told = [c for c in everything if c.chances.get(key, 0.0) >= KEEP]
        named = [c for c in told if _named(text, c)][:MOST]
        for case in told:
            if not _value(case) or case in named:
                continue
            beside = [
                n
                for n in named
                if abs(place[n.sentence.start] - place[case.sentence.start]) <= _NEAR
            ]
            _settle(text, case, key, named, beside)


def _settle(text: str, case: Case, key: str, named: Sequence[Case], beside: Sequence[Case]) -> None:
    known, lead = load_caseload(), _lead(text, case)
    rest = {k: p for k, p in case.chances.items() if k != key}
    handled = known.handled.search(lead) or known.others.search(lead)
    treated = handled or known.treated.search(lead)
    differing = [n for n in named if _value(n) != _value(case)]
    if not differing:
        ended = known.ended.match(text, case.span.end, case.sentence.end)
        if (handled or (treated and ended)) and not named:
            case.settled = rest | {key: DOUBTED}
    elif treated or any(n.sentence == case.sentence and _value(n) < _value(case) for n in beside):
        case.settled = rest
    else:
        # Two statements of one thing, and only the words of one say what it is of.
        for one in (case, *differing):
            one.unsure = True


def _value(case: Case) -> float:
    return case.candidate.number.value if case.candidate else 0


def _lead(text: str, case: Case) -> str:
    """The words that lead to a number since the one before it: those of its own clause, and of
    the one that names the body's part."""
    c = case.candidate
    assert c is not None
    return (
        text[c.left_start : c.number.span.end + len(c.unit)] + text[c.number.span.end : c.right_end]
    )


def _named(text: str, case: Case) -> bool:
    """Whether the words of a statement name the disclosure of information as its ground."""
    c, clause = case.candidate, load_caseload().clause
    if c is not None:
        end = clause.match(text, c.number.span.end, case.sentence.end)
        return names_disclosure(text, c.left_start, c.number.span.start) or (
            end is not None and names_disclosure(text, c.number.span.end, end.end())
        )
    end = clause.match(text, case.span.end, case.sentence.end)
    begin = max(
        case.sentence.start,
        *(text.rfind(mark, case.sentence.start, case.span.start) + 1 for mark in ",，;；:："),
    )
    return names_disclosure(text, begin, end.end() if end else case.span.end)
