"""Characters set apart by blanks are drawn together; cells and numbers stay apart."""

import pytest

from extractor.cleaning import clean
from extractor.types import CleaningKind

PROSE = "本 年 度 没 有 收 到 申 请 , 也 没 有 收 取 费 用 。"
DRAWN = "本年度没有收到申请,也没有收取费用。"


@pytest.mark.parametrize(
    ("spaced", "plain"),
    [
        ("自 然 人", "自然人"),
        ("规 章 1 2 0", "规章 1 2 0"),
        ("规 章 | 1 | 2 |", "规章 | 1 | 2 |"),
        ("自2022年1月 起 至12月31日 止", "自2022年1月起至12月31日止"),
        ("（ 一 ） 予 以 公 开", "(一)予以公开"),
        ("第\u3000二\u3000十\u00a0条", "第二十条"),
        # columns that follow each other are cells
        ("自 然 人 总 计", "自然人 总计"),
        ("信 息 内 容 本 年 制 发 件 数 现 行 有 效 件 数", "信息内容 本年制发件数 现行有效件数"),
        ("其 他 无 无 0", "其他 无 无 0"),
        ("其 他 组 织", "其他组织"),
        # what stands further apart is cells too
        ("科 室  股 所", "科室  股所"),
        ("乡\t镇\n街\n道", "乡\t镇\n街\n道"),
    ],
)
def test_in_a_text_spaced_throughout(spaced: str, plain: str) -> None:
    text = f"{PROSE}\n{spaced}\n{PROSE}"
    assert clean(text).text == f"{DRAWN}\n{plain}\n{DRAWN}"


USUAL = "本年度没有收到申请,也没有收取费用,各科室均按要求公开了应当公开的信息。"


@pytest.mark.parametrize(
    "line",
    [
        "自 然 人",
        "规 章 1 2",
        "无 无 无 无 无 无 无 无 无 无 无 无",
        "是 否 是 否 是 否 是 否 是 否 是 否 是 否",
        "张 王 李 赵",
        "科室 股所 站办",
        "1 2 3 4 5 6 7 8 9 10 11 12",
    ],
)
def test_blanks_of_other_texts_stay(line: str) -> None:
    text = f"{USUAL}\n{line}\n{USUAL}"
    assert clean(text).text == text


def test_a_long_row_of_single_characters_is_one_anywhere() -> None:
    line = "某 某 县 水 务 局 政 府 信 息 公 开 年 度 报 告"
    assert clean(f"{line}\n{USUAL}").text == f"{line.replace(' ', '')}\n{USUAL}"


def test_characters_lead_back_to_their_places() -> None:
    text = f"{PROSE}\n自 然 人 总 计 12"
    cleaned = clean(text)
    for at, character in enumerate(cleaned.text):
        assert text[cleaned.origin[at]] == character
    assert {m.kind for m in cleaned.marks} == {CleaningKind.WIDTH}


@pytest.mark.parametrize(
    "heads",
    [
        ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["行政复议", "行政诉讼"],
        ["未经复议直接起诉", "复议后起诉"],
        ["信息内容", "采购项目数量", "采购总金额"],
    ],
)
def test_the_heads_of_every_form_are_cells(heads: list[str]) -> None:
    apart = " ".join(" ".join(head) for head in heads)
    assert clean(f"{PROSE}\n{apart}").text.splitlines()[-1] == " ".join(heads)
