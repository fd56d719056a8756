"""Brackets with another year's number, in sentences of our own."""

import time

import pytest

from extractor.prose import read_prose
from extractor.prose.asides import passed_over
from extractor.types import Cleaned, Section, Span

RECEIVED = "applications.new.total"
CARRIED_IN, CARRIED_OUT = "applications.carried_in.total", "applications.carried_out.total"
GRANTED, PARTLY = "applications.granted.total", "applications.partly_granted.total"


def fields(text: str, key: str = "applications") -> dict[str, float]:
    text = f"2022年度报告,统计期限自2022年1月1日起。\n{text}"
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2022)
    for one in prose.statements:
        assert one.span.of(text).strip("件") in {f"{one.value}", ""} or one.value == 0
    return {s.field: s.value for s in prose.statements}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今年新收申请47件(2021年39件),上年结转6件。", {RECEIVED: 47, CARRIED_IN: 6}),
        ("收到申请47件（上年同期39件）,部分公开8件。", {RECEIVED: 47, PARTLY: 8}),
        ("收到申请47件(去年为39件)、上年结转6件。", {RECEIVED: 47, CARRIED_IN: 6}),
        ("受理申请47件(较上年39件多8件),结转下年6件。", {RECEIVED: 47, CARRIED_OUT: 6}),
        ("收到申请47件(2021年收到39件,2020年收到8件),予以公开5件。", {RECEIVED: 47, GRANTED: 5}),
        ("收到申请47件(2021年:39),结转下年6件。", {RECEIVED: 47, CARRIED_OUT: 6}),
        ("新收47件,2021年为39件,上年结转6件。", {RECEIVED: 47, CARRIED_IN: 6}),
        ("予以公开5件(2021年4件),部分公开8件(2021年9件)。", {GRANTED: 5, PARTLY: 8}),
    ],
)
def test_what_follows_a_bracket_of_last_year_is_heard(text: str, told: dict[str, float]) -> None:
    assert fields(text) == told


def test_decisions_go_on_behind_such_a_bracket() -> None:
    told = fields("作出行政许可47件(2021年为39件),行政处罚8件(2021年9件),行政强制6件。", "overview")
    assert {k.split(".")[1]: v for k, v in told.items()} == {
        "licensing": 47,
        "penalties": 8,
        "coercion": 6,
    }


@pytest.mark.parametrize(
    "text",
    [
        "收到申请47件(含2021年结转6件)。",
        "收到申请47件(上年结转6件)。",
        "收到申请47件(其中2021年6件)。",
        "收到申请47件(2022年11月6件)。",
        "收到申请47件(今年41件,去年6件)。",
        "发布信息47条(上年起改版)。",
        "收到申请47件(网上6件)。",
    ],
)
def test_brackets_that_tell_of_this_year_are_heard(text: str) -> None:
    assert not list(passed_over(text, 2022))


def test_the_reports_own_year_is_known_beside_many_of_another() -> None:
    told = fields("收到申请47件(2021年39件),答复46件(2021年38件),上年结转6件(2021年2件)。")
    assert told == {RECEIVED: 47, CARRIED_IN: 6}


def test_without_a_known_year_a_year_says_nothing() -> None:
    assert not list(passed_over("收到申请47件(2021年39件)。", None))


def test_words_that_carry_a_number_on_still_stand_behind_it() -> None:
    assert fields("收到申请47件,剩余6件结转下年。") == {RECEIVED: 47, CARRIED_OUT: 6}


def test_many_brackets_take_no_long_time() -> None:
    started = time.perf_counter()
    list(passed_over("收到申请47件(2021年" * 20_000, 2022))
    assert time.perf_counter() - started < 1.0
