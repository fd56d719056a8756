"""Numbers of parts of the year and of several years, in sentences of our own."""

import time

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

NEW, GRANTED, REVIEW = (
    "applications.new.total",
    "applications.granted.total",
    "remedies.review.total",
)


def read(text: str, key: str = "applications") -> Prose:
    text = f"统计期限自2018年1月1日起至2018年12月31日止。2018年工作平稳。\n{text}"
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2018)


def told(text: str, key: str = "applications") -> dict[str, float]:
    return {s.field: s.value for s in read(text, key).statements}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("四年来共受理申请90件,2015年17件、2016年21件、2017年23件、2018年29件。", {NEW: 29}),
        ("近三年累计收到申请90件,其中2018年29件。", {NEW: 29}),
        ("“十三五”期间共受理申请90件,今年受理29件。", {NEW: 29}),
        ("2016年至2018年共收到申请90件,2018年为29件。", {NEW: 29}),
        ("2018年1至6月收到11件,下半年收到18件,全年共29件信息公开申请。", {NEW: 29}),
        ("一季度收到申请4件、二季度7件、三季度8件、四季度10件,全年合计29件。", {NEW: 29}),
        ("2018年11月份收到申请4件,全年收到29件。", {NEW: 29}),
        ("上半年予以公开4件,下半年予以公开7件,全年共予以公开11件。", {GRANTED: 11}),
        ("2018年1-10月收到申请22件,11月、12月收到7件,合计29件。", {NEW: 29}),
        ("受理申请29件,前三个季度21件,第四季度8件,予以公开7件。", {NEW: 29, GRANTED: 7}),
    ],
)
def test_the_years_own_number_is_told(text: str, fields: dict[str, float]) -> None:
    assert told(text) == fields


def test_cases_too() -> None:
    text = "近两年因信息公开引起行政复议9件,今年4件。"
    assert told(text, "remedies") == {REVIEW: 4}


@pytest.mark.parametrize(
    "text",
    [
        "上半年受理信息公开申请11件。",
        "上半年收到信息公开申请11件,下半年收到18件。",
        "2016—2018年共收到申请90件。",
        "三年来收到申请90件。",
        "“十三五”时期收到申请90件。",
        "2018年1月至9月收到申请21件。",
        "2018年3月份收到申请4件。",
        "第三季度受理申请8件。",
    ],
)
def test_without_the_years_own_number_there_is_a_doubt(text: str) -> None:
    found = read(text)
    assert NEW not in {s.field for s in found.statements}
    assert 0.1 < found.doubts[NEW] < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "2018年1月至12月收到申请29件。",
        "1-12月,我局收到申请29件。",
        "截至2018年12月,收到申请29件。",
        "2018年1月1日至12月31日,收到申请29件。",
        "自2018年1月起,收到申请29件。",
        "一年来,收到申请29件。",
        "全年收到申请29件,上半年11件,下半年18件。",
        "到12月底,收到申请29件。",
    ],
)
def test_the_whole_year_is_no_part(text: str) -> None:
    assert told(text) == {NEW: 29}


def test_many_periods_take_no_long_time() -> None:
    read("收到申请1件。")
    started = time.perf_counter()
    read("上半年收到1件,2016年至2018年" * 2_000)
    assert time.perf_counter() - started < 20.0
