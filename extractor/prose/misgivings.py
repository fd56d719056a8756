"""What speaks against the figures that prose was read to tell, or not to tell."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.prose.cases import Case
from extractor.prose.grounds import REMEDIES, of_something_else
from extractor.prose.line import KEEP
from extractor.prose.statements import FIELDS, ZERO_FIELDS
from extractor.types import Fact, Statement

UNREAD = 0.3  # how likely a field is told by words of its own section that were not understood
CASE_UNITS = frozenset("件起宗例")  # of applications, decisions and cases
ASKED_UNITS = CASE_UNITS | frozenset("条")  # of what was asked for, too

RECEIVED, CARRIED_IN = FIELDS["requests.received"], FIELDS["carried_in"]
# Fields that a section hardly leaves out, if it tells anything.
_OWNERS = {
    "remedies": (FIELDS["review.cases"], *ZERO_FIELDS["litigation.cases"]),
    "applications": (RECEIVED,),
    "overview.on_request": (RECEIVED,),
}
# What becomes of requests; together it cannot be more than there were.
_OUTCOMES = (FIELDS["granted"], FIELDS["partly"], FIELDS["carried_out"])
# Fields that a word at a number of cases names.
_NAMED = {
    "review": (FIELDS["review.cases"],), "litigation": ZERO_FIELDS["litigation.cases"],
    "license": (FIELDS["license"],), "penalty": (FIELDS["penalty"],), "coercion": (FIELDS["coercion"],),
}  # fmt: skip
DECISIONS = frozenset({"license", "penalty", "coercion", "admin_fee"})
_SHOWN = frozenset({"publish", "proactive", "info", "request"})
_DENIAL = re.compile(r"未|没有|无(?![效偿法论需障须疑])|零")


def doubted(
    facts: Sequence[Fact], statements: Iterable[Statement], denied: Collection[str] = ()
) -> Iterator[Statement]:
    """A denial that fills fields is unsure where the prose tells cases of the same kind elsewhere,
    and counts are where they do not fit together, or some of what they count is `denied`."""
    told = {fact.key for fact in facts if fact.value}
    filled = {field for key in told for field in ZERO_FIELDS.get(key, ())}
    everything = list(statements)
    unfit = _unfit(everything) | set(denied)
    contradicted = _contradicted(everything)
    for one in everything:
        if (one.value == 0 and one.field in filled) or one.field in unfit:
            yield replace(one, unsure=True, confidence=one.confidence / 2)
        elif one.field in contradicted:
            yield replace(one, confidence=one.confidence / 2)  # both are said, and both shown
        else:
            yield one


def _contradicted(statements: Sequence[Statement]) -> set[str]:
    """The fields of which a count and a denial are told. A denial of several things in one breath
    (无复议、诉讼及申请) says little of each; one of a thing alone leaves it open which is right."""
    denied = Counter(one.span for one in statements if one.value == 0)
    alone = {one.field for one in statements if one.value == 0 and denied[one.span] == 1}
    return alone & {one.field for one in statements if one.value}


def _unfit(statements: Sequence[Statement]) -> set[str]:
    """The fields whose counts do not fit: more requests granted or left over than there were."""
    most: dict[str, float] = {}
    for one in statements:
        most[one.field] = max(most.get(one.field, 0), one.value)
    if RECEIVED not in most:
        return set()
    there = most[RECEIVED] + most.get(CARRIED_IN, 0)
    ended = {field for field in _OUTCOMES if most.get(field)}
    return {RECEIVED, *ended} if sum(most[field] for field in ended) > there else set()


def unread(
    sentences: Sequence[tuple[str, str]], cases: Mapping[int, Sequence[Case]], read: set[int]
) -> dict[str, float]:
    """Doubts of the fields whose own section counts or denies something in words not understood.

    `sentences` are texts with the key of their section; `read` are the places of those that told
    something.
    """
    found: dict[str, float] = {}
    for place, (text, section) in enumerate(sentences):
        fields = next((f for key, f in _OWNERS.items() if section.startswith(key)), ())
        if not fields or place in read:
            continue
        counts = any(c.candidate and c.candidate.unit in CASE_UNITS for c in cases.get(place, ()))
        if counts or _DENIAL.search(text):
            found.update(dict.fromkeys(fields, UNREAD))
    return found


def only_answered(facts: Iterable[Fact], statements: Iterable[Statement]) -> dict[str, float]:
    """Doubts of the requests received where only answers are counted: `办结公开申请7件`."""
    if any(one.field == RECEIVED for one in statements):
        return {}
    answered = any(one.key == "requests.answered" and one.value for one in facts)
    return {RECEIVED: UNREAD} if answered else {}


def unclaimed(text: str, cases: Iterable[Case]) -> dict[str, float]:
    """Doubts of the fields whose subject is named at a number of cases that tells nothing known.

    Where a cell says more they are of no account; where none does, what was missed would be absent.
    """
    found: dict[str, float] = {}
    for case in cases:
        c = case.candidate
        if c is None or c.unit not in ASKED_UNITS or case.settled == {}:
            continue
        if max(case.chances.values(), default=0.0) >= KEEP:
            continue
        kinds = {cue.kind for cue in c.near}
        before = {cue.kind for cue in (*c.head, *c.far, *c.near)}
        shown = bool(before & _SHOWN)
        if "request" in kinds and "license" not in kinds:  # not 行政许可申请
            found[RECEIVED] = UNREAD
        if c.unit not in CASE_UNITS:
            continue
        apart = of_something_else(text, c.sentence, c.near_start, c.number.span)
        for kind, fields in _NAMED.items():
            if kind in kinds and not (apart if kind in REMEDIES else shown):
                found.update(dict.fromkeys(fields, UNREAD))
    return found
