"""One number of two things together, in sentences of our own."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

NEW, IN, OUT = (f"applications.{name}.total" for name in ("new", "carried_in", "carried_out"))
GRANTED, PARTLY = "applications.granted.total", "applications.partly_granted.total"
LICENSE, PENALTY = "disclosure.licensing.decisions", "disclosure.penalties.decisions"


def read(text: str, key: str = "applications") -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


def told(text: str, key: str = "applications") -> dict[str, float]:
    return {s.field: s.value for s in read(text, key).statements}


@pytest.mark.parametrize(
    ("text", "fields", "key"),
    [
        ("答复申请19件,予以公开或部分公开8件。", {GRANTED, PARTLY}, "applications"),
        ("收到申请19件,同意公开和部分公开共8件。", {GRANTED, PARTLY}, "applications"),
        ("收到申请19件,予以公开、部分公开的8件。", {GRANTED, PARTLY}, "applications"),
        ("收到申请19件,部分公开或者予以公开8件。", {GRANTED, PARTLY}, "applications"),
        ("收到申请19件,予以公开(含部分公开)8件。", {GRANTED, PARTLY}, "applications"),
        ("答复申请19件,8件予以公开或部分公开。", {GRANTED, PARTLY}, "applications"),
        ("新收和上年结转申请共19件。", {NEW, IN}, "applications"),
        ("作出行政许可和行政处罚共19件。", {LICENSE, PENALTY}, "overview"),
        ("作出行政许可、行政处罚决定19件。", {LICENSE, PENALTY}, "overview"),
    ],
)
def test_one_number_of_two_things_is_that_of_neither(text: str, fields: set[str], key: str) -> None:
    found = read(text, key)
    assert not fields & {s.field for s in found.statements}
    assert all(found.doubts.get(field, 0.0) >= 0.3 for field in fields)


def test_none_of_both_is_none_of_each() -> None:
    assert told("收到申请19件,予以公开或部分公开0件。") == {NEW: 19, GRANTED: 0, PARTLY: 0}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("收到申请19件,予以公开8件,部分公开3件。", {NEW: 19, GRANTED: 8, PARTLY: 3}),
        ("收到申请19件,予以公开8件、部分公开3件。", {NEW: 19, GRANTED: 8, PARTLY: 3}),
        ("收到申请19件,予以公开和部分公开各4件。", {NEW: 19, GRANTED: 4, PARTLY: 4}),
        ("收到申请19件,予以公开、部分公开分别为8件、3件。", {NEW: 19, GRANTED: 8, PARTLY: 3}),
        ("收到申请19件,予以公开(不含部分公开)8件。", {NEW: 19, GRANTED: 8}),
        ("收到申请19件,8件予以公开,3件部分公开。", {NEW: 19, GRANTED: 8, PARTLY: 3}),
    ],
)
def test_numbers_of_their_own_are_told(text: str, fields: dict[str, float]) -> None:
    assert told(text) == fields
