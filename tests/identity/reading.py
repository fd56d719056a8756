"""The agency of a report that begins with a text, as the tests of identity read it."""

from extractor.identity import identify
from extractor.types import Cleaned, Evidence, Span

REST = "\n一、总体情况\n全年公开有序。\n二、主动公开政府信息情况\n"
DOUBTFUL = 0.7


def agency(text: str) -> Evidence:
    whole = text + REST
    cleaned = Cleaned(whole, range(len(whole)), len(whole))
    return identify(cleaned, Span(0, len(whole)), ()).agency
