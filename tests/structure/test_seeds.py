"""The five real documents: every report, every heading, every rejection."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.cleaning import clean
from extractor.structure import find_sections, page_furniture, split
from extractor.types import Cleaned, CleaningKind, Span

SHARED = Path(__file__).parents[3] / "shared"
GOLD = sorted((SHARED / "gold").glob("*.json"))
pytestmark = pytest.mark.skipif(not GOLD, reason="the seeds are not here (../shared)")
TOLERANCE = 200


def _read(path: Path) -> tuple[dict[str, Any], str]:
    gold = json.loads(path.read_text("utf-8"))
    return gold, (SHARED / "seeds" / gold["source"]).read_bytes().decode("utf-8")


def _title(cleaned: Cleaned, source: str, span: Span) -> str:
    """As printed: pinyin that cleaning dropped behind the last character belongs to it."""
    shown = cleaned.to_source(span)
    end = shown.end
    for mark in cleaned.marks:
        if mark.kind is CleaningKind.PINYIN and mark.span.start == end:
            end = mark.span.end
    return source[shown.start : end].strip()


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem[:3])
def test_reports_and_rejections(path: Path) -> None:
    gold, source = _read(path)
    cleaned = clean(source)
    found = split(cleaned)
    reports = [s.span for s in found if s.reason is None]
    assert len(reports) == len(gold["reports"])
    for span, report in zip(reports, gold["reports"], strict=True):
        shown = cleaned.to_source(span)
        assert abs(shown.start - report["span"][0]) <= TOLERANCE
        assert abs(shown.end - report["span"][1]) <= TOLERANCE
    rejected = [(cleaned.to_source(s.span), s.reason) for s in found if s.reason is not None]
    rejected += [(span, "furniture") for span in page_furniture(cleaned, found)]
    for one in gold["rejected"]:
        span = Span(*one["span"])
        assert any(r == one["reason"] and s.overlap(span) >= 0.8 * len(span) for s, r in rejected)


def test_headings() -> None:
    """Over all files together: recall at least 0.97, precision at least 0.95."""
    wanted = right = told = allowed = 0
    for path in GOLD:
        gold, source = _read(path)
        cleaned = clean(source)
        reports = [s.span for s in split(cleaned) if s.reason is None]
        for span, report in zip(reports, gold["reports"], strict=True):
            got = {
                (s.key, _title(cleaned, source, s.title_span)) for s in find_sections(cleaned, span)
            }
            want = {(s["key"], s["title"]) for s in report["sections"]}
            accepted = {(s["key"], s["title"]) for s in report.get("sections_accepted", [])}
            wanted, told = wanted + len(want), told + len(got)
            right, allowed = right + len(want & got), allowed + len(got & (want | accepted))
    assert right >= 0.97 * wanted
    assert allowed >= 0.95 * told
