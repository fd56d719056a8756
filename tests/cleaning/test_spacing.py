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


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        (
            "全 年 收 到 申 请73件，其 中 网 上 提 交40件、当 面 提 交33件。",
            "全年收到申请73件,其中网上提交40件、当面提交33件。",
        ),
        (
            "根 据《条 例》的 规 定，由 某 某 县 水 务 局（以 下 称 我 局）编 制。",
            "根据《条例》的规定,由某某县水务局(以下称我局)编制。",
        ),
        ("本 局“一 网 通 办”上 线，公 开 更 便 捷。", "本局“一网通办”上线,公开更便捷。"),
    ],
)
def test_marks_may_stand_at_their_characters(line: str, plain: str) -> None:
    assert clean(f"{USUAL}\n{line}\n{USUAL}").text == f"{USUAL}\n{plain}\n{USUAL}"


def test_a_short_line_beside_a_spaced_one_is_spaced() -> None:
    line = "本 年 度 没 有 收 到 申 请，也 没 有 收 取 费 用。"
    drawn = "本年度没有收到申请,也没有收取费用。"
    text = f"{USUAL}\n一、概 况\n{line}\n{USUAL}\n二、概 况\n{USUAL}"
    assert clean(text).text == f"{USUAL}\n一、概况\n{drawn}\n{USUAL}\n二、概 况\n{USUAL}"


@pytest.mark.parametrize(
    "line",
    [
        "科室，股 所，站 办，馆 所",
        "张、王、李、赵、钱、孙、周 吴",
        "(是) (否) (是) (否) (是) (否) (是) (否) (是) (否) (是) (否)",
        "已公开，未 公开。应公开， 不 公开",
    ],
)
def test_blanks_beside_marks_of_other_texts_stay(line: str) -> None:
    text = f"{USUAL}\n{line}\n{USUAL}"
    assert clean(text).text == text.replace("，", ",")
