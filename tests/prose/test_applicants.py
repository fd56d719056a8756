"""Whether all who asked are natural persons, in sentences of our own."""

import time

import pytest

from extractor.prose import read_prose
from extractor.prose.applicants import load_applicants
from extractor.types import Cleaned, Section, Span

NEW, NATURAL = "applications.new.total", "applications.new.natural_person"


def told(text: str) -> dict[str, float]:
    whole = Span(0, len(text))
    section = Section("applications", 1, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())
    return {s.field: s.value for s in prose.statements if s.field in (NEW, NATURAL)}


@pytest.mark.parametrize(
    "text",
    [
        "收到信息公开申请27件（自然人27件）,全部办结。",
        "收到信息公开申请27件,其中自然人申请27件,法人0件。",
        "收到信息公开申请27件,自然人27件、法人或其他组织0件。",
        "收到信息公开申请27件(公民申请27件),予以公开3件。",
        "收到信息公开申请27件,其中公民个人27件,未收到企业的申请。",
        "收到公民个人提出的信息公开申请27件,没有法人和其他组织申请。",
        "收到自然人信息公开申请27件,无法人申请。",
        "受理信息公开申请27件,其中自然人27件,商业企业0件,科研机构0件,其他0件。",
        "收到信息公开申请27件,均为自然人申请。",
    ],
)
def test_all_are_natural_persons(text: str) -> None:
    assert told(text) == {NEW: 27, NATURAL: 27}


@pytest.mark.parametrize(
    "text",
    [
        "收到信息公开申请27件(自然人20件、法人7件)。",
        "收到信息公开申请27件,其中自然人20件。",
        "收到信息公开申请27件,自然人27件次,企业3件次。",
        "收到信息公开申请27件,多为自然人申请。",
        "收到信息公开申请27件,其中企业27件。",
        "收到信息公开申请27件,答复自然人127件。",
    ],
)
def test_some_may_be_others(text: str) -> None:
    assert told(text) == {NEW: 27}


def test_long_sentences_take_no_long_time() -> None:
    known = load_applicants()
    started = time.perf_counter()
    for text in ("无法人" * 10_000, "自然人申请" * 10_000, "没有法人和其他组织" * 10_000):
        known.no_others.sub("", text)
        list(known.counted.finditer(text))
        known.others.search(text)
    assert time.perf_counter() - started < 2.0
