"""Of several numbers of one thing, this year's and this body's own; numbers only planned."""

from pathlib import Path

import pytest

from extractor.prose import read_prose
from extractor.prose.lexicon import DATA, LexiconError
from extractor.prose.own_patterns import read_own
from extractor.types import Cleaned, Prose, Section, Span

YEAR = "2018年,我局稳步推进各项工作。2018年度工作平稳有序。"
NEW, REVIEW = "applications.new.total", "remedies.review.total"


def read(text: str, key: str = "overview.on_request") -> Prose:
    told = YEAR + text
    whole = Span(0, len(told))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(told, range(len(told)), len(told)), whole, [section], ())


def facts(text: str, key: str = "overview") -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for one in read(text, key).facts:
        found.setdefault(one.key, set()).add(one.value)
    return found


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("2017年和2018年分别受理申请5件、12件。", {12}),
        ("2018年、2017年、2016年受理的申请分别是12件、5件、3件。", {12}),
        ("2016年至2018年收到申请3件、5件和12件。", {12}),
        ("近两年分别收到信息公开申请5件和12件。", {12}),
        ("近三年的申请量分别为3件、5件、12件。", {12}),
        # Which of them is meant cannot be told.
        ("近三年收到申请分别为5件、12件。", set()),
        ("过去三年受理申请分别为3件、5件、12件。", set()),
        ("2015年、2016年分别收到申请5件、12件。", set()),
    ],
)
def test_years_one_after_another(text: str, new: set[float]) -> None:
    told = facts(text, "overview.on_request")
    assert told.get("requests.received", set()) == new
    if not new:
        assert read(text).doubts[NEW] > 0.4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("信息公开申请数量比去年多4件,达到13件。", 13),
        ("受理信息公开申请较上年减少2件,为13件。", 13),
        ("收到的信息公开申请比2017年同期增加5件,共13件。", 13),
        ("收到信息公开申请13件,比去年多4件。", 13),
        ("信息公开申请比去年多4件。", None),
    ],
)
def test_how_many_behind_how_much_more(text: str, value: int | None) -> None:
    told = facts("2018年工作平稳。2018年度推进有序。" + text, "applications")
    assert told.get("requests.received") == (None if value is None else {value})


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("截至2018年底,累计收到信息公开申请8件。", True),
        ("截止目前,我局累计受理信息公开申请8件。", True),
        ("截至2018年12月31日,本年度累计收到信息公开申请8件。", False),
        ("截至2018年12月31日,收到信息公开申请8件。", False),
        ("全年累计收到信息公开申请8件。", False),
        ("我局及所属单位共收到信息公开申请8件。", True),
        ("本委和下属事业单位受理信息公开申请8件。", True),
        ("我局收到下属单位转来的信息公开申请8件。", False),
    ],
)
def test_what_is_told_with_others_is_unsure(text: str, unsure: bool) -> None:
    whole = Span(0, len(text))
    section = Section("applications", 1, Span(0, 0), whole, 1.0)
    told = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ()).statements
    (new,) = (s for s in told if s.field == "applications.new.total")
    assert (new.confidence < 0.5) == unsure


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("历年累计收到申请88件,今年收到9件。", "requests.received", {9}),
        ("截至2018年底共受理申请88件,其中2018年受理9件。", "requests.received", {9}),
        ("累计提起行政复议7件(其中本年2件)。", "review.cases", {2}),
        ("累计主动公开信息3120条,其中本年度公开417条。", "disclosed.total", {417}),
        ("门户网站累计访问量54万人次,今年8.6万人次。", "visits.website", {86000}),
        # A stock is one of all years, and what is answered this year is all of this year.
        ("公众号累计粉丝7300人,其中今年新增900人。", "followers", {7300}),
        ("答复申请11件,其中当年收到9件、上年转来2件。", "requests.answered", {11}),
        ("全年累计收到申请9件,其中网上申请4件。", "requests.received", {9}),
    ],
)
def test_all_years_and_this_one(text: str, key: str, values: set[float]) -> None:
    assert facts(text, "overview.on_request").get(key) == values


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("全市共收到申请310件,其中我局收到14件。", "requests.received", {14}),
        ("全区受理申请96件,本街道5件。", "requests.received", {5}),
        ("全县行政复议共17件,我乡2件;全县行政诉讼6件,我乡0件。", "review.cases", {2}),
        ("全县行政复议共17件,我乡2件;全县行政诉讼6件,我乡0件。", "litigation.cases", {0}),
        ("全县主动公开信息2.7万条,我镇公开388条。", "disclosed.total", {388}),
        ("全市收到申请310件,较上年有所增多,其中我局收到14件。", "requests.received", {14}),
        ("全市受理申请310件,其中市住建局受理44件,我局受理14件。", "requests.received", {14}),
        ("全市复议37件、诉讼12件,我局复议2件。", "review.cases", {2}),
        ("全市复议37件、诉讼12件,我局复议2件。", "litigation.cases", None),
        ("全市复议37件、诉讼12件,我局诉讼1件。", "litigation.cases", {1}),
        ("全市复议37件、诉讼12件,我局均没有。", "review.cases", None),
        ("全市受理申请310件,我局全年未收到申请。", "requests.received", {0}),
        # The region is the body itself, or no part is told.
        ("全县受理申请96件,我县无行政复议。", "requests.received", {96}),
        ("全县受理申请96件,我县均按时答复。", "requests.received", {96}),
        ("全县受理申请96件,我县答复90件。", "requests.received", {96}),
        ("全县受理申请96件,其中网络申请61件。", "requests.received", {96}),
        # Whose report it is cannot be told.
        ("全县受理申请96件,我办受理5件。", "requests.received", None),
    ],
)
def test_a_region_and_a_body_of_it(text: str, key: str, values: set[float] | None) -> None:
    assert facts(text, "overview.on_request").get(key) == values


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("受理申请从6件上升至14件。", "requests.received", {14}),
        ("行政复议由上年的5件下降到2件。", "review.cases", {2}),
        ("微信公众号粉丝由年初6100人增加到7300人。", "followers", {7300}),
        ("主动公开信息由2017年的512条增至780条。", "disclosed.total", {780}),
        ("门户网站访问量从去年的20万人次提升到31万人次。", "visits.website", {310000}),
        ("收到申请14件,比上年增加6件。", "requests.received", {14}),
    ],
)
def test_from_one_level_to_another(text: str, key: str, values: set[float]) -> None:
    assert facts(text, "overview.on_request").get(key) == values


@pytest.mark.parametrize(
    "text",
    [
        "2019年拟组织业务培训3次,召开工作会议2次。",
        "明年计划举办培训班2期,举行新闻发布会1次;争取门户网站访问量突破20万人次。",
        "下一步,将力争公众号粉丝超过8000人。",
        "2020年计划召开新闻发布会2场。",
        "2018年拟召开新闻发布会2场。",
    ],
)
def test_plans_are_no_facts(text: str) -> None:
    assert facts(text, "problems") == {}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("2018年,我局将政务公开纳入考核,举办培训3次。", "training", 3),
        ("下一步将继续努力,今年已举办培训3次。", "training", 3),
        ("按照年度工作计划,举办培训3次。", "training", 3),
        ("收到申请14件,其中2件结转2019年继续办理。", "requests.received", 14),
    ],
)
def test_what_was_done_is_no_plan(text: str, key: str, value: float) -> None:
    assert facts(text, "overview.on_request").get(key) == {value}


def test_a_plan_leaves_its_field_in_doubt() -> None:
    prose = read("明年预计受理申请30件。")
    assert not prose.statements
    assert prose.doubts[NEW] > 0.4


def test_a_broken_pattern_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text((DATA / "own.json").read_text("utf-8").replace('"done": "', '"done": "('))
    with pytest.raises(LexiconError, match=r"own\.json"):
        read_own(path, 2018)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "主动公开总数：512条\n官网公开：340条\n官方微信公开：172条",
            {"disclosed.total": {512}, "disclosed.website": {340}, "disclosed.wechat": {172}},
        ),
        (
            "主动公开总数：512条 官网公开：340条 官方微信公开：172条",
            {"disclosed.total": {512}, "disclosed.website": {340}, "disclosed.wechat": {172}},
        ),
        (
            "受理申请：8件\n行政复议案件数：2件\n被提起诉讼：0件",
            {"requests.received": {8}, "review.cases": {2}, "litigation.cases": {0}},
        ),
        # What stands behind a number is its own where no label stands before it.
        ("收到2件政府信息公开申请:1件予以公开。", {"requests.received": {2}}),
        ("全局行政复议案件较多:达到2件。", {}),
    ],
)
def test_a_list_of_labels_and_numbers(text: str, expected: dict[str, set[float]]) -> None:
    assert facts(text, "annex") == expected


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("两批受理申请6件和5件,合计11件。", "requests.received", {11}),
        ("分两次发生行政复议2件、1件,共计3件。", "review.cases", {3}),
        ("发布文字解读14篇、图表解读6篇、动漫2篇,共22篇。", "interpretations", {22}),
        # They do not add up, or are of other things.
        ("发布文字解读14篇、图表解读6篇,公开文件8篇。", "interpretations", {14}),
        ("收到申请6件,回复留言5件,合计11件。", "requests.received", {6}),
    ],
)
def test_a_sum_behind_bare_parts(text: str, key: str, values: set[float]) -> None:
    assert facts(text, "overview.on_request").get(key) == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比上年减少行政复议2件。", set()),
        ("发生行政复议4件,比上年减少复议案件2件。", {("review.cases", 4)}),
        ("收到信息公开申请5件,较去年增加公开申请2件。", {("requests.received", 5)}),
        ("信息公开申请比上年增加2件,共收到5件。", {("requests.received", 5)}),
        ("较去年有所增加,收到信息公开申请5件。", {("requests.received", 5)}),
    ],
)
def test_by_how_much_it_differs_is_no_count(text: str, expected: set[tuple[str, float]]) -> None:
    assert {(f.key, f.value) for f in read(text, "remedies").facts} == expected
