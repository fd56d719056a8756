"""Words that a site masked or parted are heard whole, and keep their places."""

import pytest

from extractor.prose.mended import mends
from extractor.prose.read import spoken
from extractor.types import Span


def heard(text: str) -> str:
    return spoken(text, Span(0, len(text))).text


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("予***公开12件。", "予以公开12件。"),
        ("全年***施行政强制7件。", "全年实施行政强制7件。"),
        ("主动***息31条。", "主动公开信息31条。"),
        ("全年办理行政□可45件。", "全年办理行政许可45件。"),
        ("上***\n年度结转申请24件。", "上一年度结转申请24件。"),
        ("其中予以 公开4件。", "其中予以公开4件。"),
        ("上***结转政府信息***开申请6件。", "上年结转政府信息公开申请6件。"),
    ],
)
def test_a_known_word_is_heard_behind_a_mask_or_a_gap(printed: str, said: str) -> None:
    assert heard(printed) == said


@pytest.mark.parametrize(
    "printed", ["姓名***先生12件。", "共***件。", "本年 工作12件。", "**12件**", "许***4件。"]
)
def test_what_no_word_explains_stays(printed: str) -> None:
    assert heard(printed) == printed


def test_a_mask_that_two_words_explain_alike_stays() -> None:
    assert list(mends("甲***丙丁", {"甲乙丙丁", "甲己丙丁"})) == []
    assert [m.heard for m in mends("甲***丙丁", {"甲乙丙丁"})] == ["乙"]


def test_every_character_heard_has_its_place() -> None:
    text = "予***公开12件。"
    said = spoken(text, Span(0, len(text)))
    at = said.text.index("12")
    assert said.span(Span(at, at + 2)) == Span(text.index("12"), text.index("12") + 2)
    assert len(said.origin) == len(said.text)
    assert list(said.origin) == sorted(said.origin)
