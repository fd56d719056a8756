"""Whether all who asked are natural persons: `9件(自然人9件)`, `公民个人的申请9件,无法人申请`."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.prose.cases import Case
from extractor.prose.lexicon import load_patterns


@dataclass(frozen=True, slots=True)
class Applicants:
    """The patterns of `data/applicants.json`; its note says what each is."""

    all_natural: re.Pattern[str]
    by_natural: re.Pattern[str]
    counted: re.Pattern[str]
    no_others: re.Pattern[str]
    others: re.Pattern[str]
    mixed: re.Pattern[str]


@cache
def load_applicants() -> Applicants:
    """The applicants that ship with the package."""
    return Applicants(**load_patterns("applicants"))


def all_natural(text: str, case: Case) -> bool:
    """All applicants are natural persons: said after the number, in as great a number of them,
    or in what was received."""
    known, c = load_applicants(), case.candidate
    assert c is not None
    rest = known.no_others.sub("", text[c.number.span.end : case.sentence.end])
    for match in known.counted.finditer(rest):
        if int(match["count"]) == c.number.value:
            return known.others.search(rest) is None
    said = known.all_natural.search(rest)
    if said is not None:
        return not known.mixed.search(rest[: said.start()]) and "法人" not in rest
    before = text[c.left_start : c.number.span.start]
    return known.by_natural.search(before) is not None and known.mixed.search(rest) is None
