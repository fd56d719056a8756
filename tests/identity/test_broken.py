"""Names of bodies that a line's end or a blank cut in two; lines that only follow each other."""

import time

import pytest

from extractor.identity import identify
from extractor.identity.broken import whole_names
from extractor.types import Cleaned, Span

BODY = "\n一、总体情况\n全年工作有序,主动公开信息40条。\n二、存在的问题\n将继续改进。\n"


def agency(text: str) -> object:
    found = identify(Cleaned(text, range(len(text)), len(text)), Span(0, len(text)), ()).agency
    if isinstance(found.value, str) and found.span is not None:
        place = text[found.span.start : found.span.end].replace("\n", "").replace(" ", "")
        assert place in found.value
    return found.value


NAMES = [
    "松原河子市商务局", "北坪市长岭县审计局", "临川市东湾区农业农村局", "云州市清源县住房和城乡建设局",
    "东岭县文化和旅游局", "金水市平河区人民政府", "铜山县青石镇人民政府", "南陵市发展和改革委员会",
]  # fmt: skip
SENTENCES = [
    "按照有关要求,现将{name}2021年政府信息公开工作情况报告如下。",
    "根据政府信息公开条例的规定,本报告由{name}编制。",
    "依照有关规定和上级的要求,{name}编制了2021年政府信息公开工作年度报告。",
    "向社会公布{name}2021年政府信息公开工作年度报告。",
]
TITLES = ["{name}2021年政府信息公开工作年度报告", "2021年度{name}政府信息公开工作年度报告"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", SENTENCES)
def test_a_name_of_a_sentence_may_be_cut_anywhere(name: str, page: str) -> None:
    for cut in range(2, len(name) - 1):
        assert agency(page.format(name=f"{name[:cut]}\n{name[cut:]}") + BODY) == name


@pytest.mark.parametrize(("name", "cut"), [
    ("北坪市长岭县审计局", 6), ("北坪市长岭县审计局", 7), ("临川市东湾区农业农村局", 4),
    ("云州市清源县住房和城乡建设局", 7), ("云州市清源县住房和城乡建设局", 8),
    ("东岭县文化和旅游局", 3), ("南陵市发展和改革委员会", 8), ("金水市平河区人民政府", 4),
])  # fmt: skip
@pytest.mark.parametrize("page", TITLES)
def test_a_name_of_a_title_may_be_cut(name: str, cut: int, page: str) -> None:
    assert agency(page.format(name=f"{name[:cut]}\n{name[cut:]}") + BODY) == name


@pytest.mark.parametrize("page", [*SENTENCES, *TITLES])
@pytest.mark.parametrize(
    "name", ["北坪市长岭县 审计局", "东岭县 文化和旅游局", "铜山县青石镇 人民政府"]
)
def test_a_blank_parts_a_place_from_its_body(page: str, name: str) -> None:
    assert agency(page.format(name=name) + BODY) == name.replace(" ", "")


@pytest.mark.parametrize("lead", ["现公\n布", "现\n将", "本报告由\n", "根\n据要求,", "公布\n"])
def test_the_word_before_a_name_may_be_cut(lead: str) -> None:
    assert agency(f"{lead}东岭县审计局2021年政府信息公开年度报告。{BODY}") == "东岭县审计局"


@pytest.mark.parametrize("gap", ["   \n      ", "\n\n", " " * 40 + "\n" + " " * 13])
@pytest.mark.parametrize("page", [*SENTENCES, "{name}2021年政府信息公开年报如下。"])
def test_lines_of_a_layout_are_indented(gap: str, page: str) -> None:
    text = page.format(name=f"东岭县文化和{gap}旅游局")
    assert agency(f"      {text}{BODY}") == "东岭县文化和旅游局"


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_name_that_the_title_prints_whole(cut: int) -> None:
    name = "松河子市财政局"
    text = f"{name}2021年政府信息公开年度报告\n现公布{name[:cut]}\n{name[cut:]}工作情况。{BODY}"
    assert agency(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # a body, and below it another one
        ("东岭县人民政府\n审计局2021年政府信息公开工作年度报告", None),
        ("中共东岭县委员会\n东岭县人民政府2021年政府信息公开工作年度报告", "东岭县人民政府"),
        # lines of menus
        ("首页\n东岭县概况\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("政务公开\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("北坪市概况\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("信息公开年报\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("各县区\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("北坪市\n东岭县商务局2021年政府信息公开工作年度报告", "东岭县商务局"),
        ("各县区\n商务局2021年政府信息公开工作年度报告", None),
    ],
)
def test_lines_that_follow_each_other_stay_two(text: str, name: str | None) -> None:
    found = agency(text + BODY)
    assert found == name if name else "县区商务" not in str(found) and "府审" not in str(found)


def test_the_way_back() -> None:
    text = "甲。现将东岭\n县审计局2021年\n政府信息公开工作情况报告。东岭县审计 局。东岭县审计局。"
    whole = whole_names(text, Span(1, len(text)))
    assert whole.text == text.replace("岭\n县", "岭县").replace("计 局", "计局")
    assert whole.span == Span(1, len(text) - 2)
    for start in range(len(whole.text)):
        for end in range(start + 1, len(whole.text) + 1):
            back = whole.place(Span(start, end)).of(text)
            said = whole.text[start:end]
            assert back.replace("岭\n县", "岭县").replace("计 局", "计局") == said
    assert whole_names("无。\n无。", Span(0, 5)).text == "无。\n无。"


@pytest.mark.parametrize(
    "unit",
    [
        "安川县\n商务局",
        "安川县 商务局 ",
        "县\n",
        "局\n局 ",
        "安\n川县商务局",
        "安" + " " * 90,
        "川县\n\n",
    ],
)
def test_effort_is_linear(unit: str) -> None:
    assert seconds(unit * 8_000) < 28 * max(seconds(unit * 1_000), 0.005)


def seconds(text: str) -> float:
    started = time.process_time()
    whole_names(text, Span(0, len(text)))
    return time.process_time() - started
