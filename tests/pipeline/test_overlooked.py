"""A page whose class is told wrongly keeps its report where the tables are filled in."""

import pytest

from extractor.cleaning import clean
from extractor.overlooked import DOUBTFUL, with_overlooked
from extractor.types import Span, Stretch
from tests.tables import made


@pytest.mark.parametrize("layout", sorted(made.LAYOUTS))
def test_filled_tables_are_a_doubtful_report(layout: str) -> None:
    cleaned = clean(made.draw(made.dense(7), made.LAYOUTS[layout]))
    whole = Span(0, len(cleaned.text))
    (found,) = with_overlooked(cleaned, [Stretch(whole, "guide", 0.9)])
    assert (found.span, found.reason, found.confidence) == (whole, None, DOUBTFUL)


def test_an_empty_form_stays_one() -> None:
    cleaned = clean(made.draw(dict.fromkeys(made.dense(7), "")))
    page = Stretch(Span(0, len(cleaned.text)), "form", 0.9)
    assert with_overlooked(cleaned, [page]) == (page,)


def test_beside_a_report_nothing_changes() -> None:
    cleaned = clean(made.draw(made.dense(7)))
    half = len(cleaned.text) // 2
    pages = (
        Stretch(Span(0, half), "guide", 0.9),
        Stretch(Span(half, len(cleaned.text)), None, 0.9),
    )
    assert with_overlooked(cleaned, pages) == pages
