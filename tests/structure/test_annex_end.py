"""An annexed table ends its report: what follows its last row may be the next one."""

import pytest

from extractor.structure.cuts import find_cuts
from extractor.structure.wordings import load_wordings
from extractor.types import Cleaned

LAST = "(三)接受培训人员数"
BEFORE = "一、概述\n" + "我局稳妥推进各项工作，按时办结。\n" * 40


def after(text: str) -> list[str]:
    cleaned = Cleaned(text, range(len(text)), len(text))
    cuts = find_cuts(cleaned, load_wordings())
    return [text[c.at : c.at + 4] for c in cuts if "after-annex" in c.signs]


@pytest.mark.parametrize(
    "row", [f"{LAST} | 人次 | 24", f"{LAST}\n人次\n24", f"{LAST}人次24", f"| {LAST} | 24 |"]
)
@pytest.mark.parametrize("head", ["一、概述", "信息公开工作概况", "概述。2018年,我局有序推进。"])
def test_what_follows_an_annex_may_be_a_document(row: str, head: str) -> None:
    assert after(f"{BEFORE}附表\n{row}\n{head}\n2018年,我局稳妥推进。\n") == [head[:4]]


def test_a_later_part_of_the_report_is_none() -> None:
    assert after(f"{BEFORE}附表\n{LAST} | 人次 | 24\n五、存在的问题\n不够深入。\n") == []


def test_nothing_follows_the_last_annex() -> None:
    assert after(f"{BEFORE}附表\n{LAST} | 人次 | 24\n") == []


@pytest.mark.parametrize(
    "behind",
    ["统计数\n7\n24\n", "单位\n条\n人次\n统计数\n7\n24\n", "计量单位\n条\n\n次\n数量\n7\n24\n"],
)
def test_columns_behind_the_last_label_are_of_the_annex(behind: str) -> None:
    assert after(f"{BEFORE}附表\n{LAST}\n{behind}") == []
    assert after(f"{BEFORE}附表\n{LAST}\n{behind}一、概述\n2018年,我局有序推进。\n") == ["一、概述"]


@pytest.mark.parametrize(
    "row",
    [
        '"1.当面申请数","件","8","","",""',
        "1.当面申请数 | 件 | 8 | | |",
        "当面申请数\t件\t8",
        "其中:涉及商业秘密 件 8",
    ],
)
def test_a_row_beside_an_empty_half_is_of_the_annex(row: str) -> None:
    last = f'"2.传真申请数","件","6","{LAST}","人次","24"'
    assert after(f"{BEFORE}附表\n{last}\n{row}\n") == []
    anew = after(f"{BEFORE}附表\n{last}\n{row}\n一、概述\n2018年,我局有序推进。\n")
    assert anew == ["一、概述"]
