"""What cleaning left out of a page parts nothing where one document goes on."""

import pytest

from extractor.structure.cuts import find_cuts
from extractor.structure.wordings import load_wordings
from tests.structure.conftest import with_dropped

DROPPED = "— 5 —\n苍原县政府网\n"


def page_cuts(above: str, below: str) -> list[int]:
    cuts = find_cuts(with_dropped(above, DROPPED, below), load_wordings())
    return [cut.at for cut in cuts if "page" in cut.signs and cut.at]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("(四)无法提供\n4\n0\n", "0\n0\n1\n"),
        ("行政许可 | 12 |\n", "行政处罚 | 3 |\n"),
        ("法律服务机构\n", "其他\n一、本年新收政府信息公开申请数量\n"),
        ("一、总体情况\n全年开会两次。\n", "二、主动公开政府信息情况\n"),
        ("(一)主动公开。及时更新。\n", "(二)依申请公开。专人办理。\n"),
    ],
)
def test_within_a_document_nothing_is_cut(above: str, below: str) -> None:
    assert page_cuts(above, below) == []


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("四、结转下年度继续办理 | 0 | 0 |\n", "第二十条第(一)项\n信息内容 | 本年制发件数 |\n"),
        ("行政许可 | 12 |\n", "本报告由县水务局编制。\n"),
        ("全年开会两次。\n", "一、总体情况\n发布信息9条。\n"),
        ("全年开会两次。\n", "县水务局今年更新栏目。\n"),
    ],
)
def test_elsewhere_a_cut_may_be(above: str, below: str) -> None:
    assert page_cuts(above, below) == [len(above)]
