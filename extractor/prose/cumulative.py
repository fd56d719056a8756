"""Totals of all years beside this year's: `截至年底累计公开900条。…本年公开90条。`"""

from collections.abc import Iterator, Sequence

from extractor.prose.own_patterns import load_own
from extractor.types import Fact

TOTAL = "disclosed.total"
_BACK = 60  # characters before a number that tell of when it is


def of_this_year(text: str, facts: Sequence[Fact], year: int | None) -> Iterator[Fact]:
    """The facts without totals up to a day, where a smaller total is told of the year alone."""
    own = load_own(year)

    def ever_since(fact: Fact) -> bool:
        start = max(fact.clause.start, fact.span.start - _BACK)
        said = text[start : fact.span.start]
        if own.up_to.search(said) is None:
            return False
        return own.this_year.search(own.up_to.sub("", said)) is None

    least = min(
        (f.value for f in facts if f.key == TOTAL and f.value and not ever_since(f)), default=None
    )
    for fact in facts:
        longer = least is not None and fact.key == TOTAL and fact.value > least
        if not (longer and ever_since(fact)):
            yield fact
