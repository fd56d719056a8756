"""Numbers that only tell what they count beside the others of their sentence, or the report's year."""

import json
import time
from pathlib import Path

import pytest

from extractor.prose import read_prose
from extractor.prose.lexicon import LexiconError
from extractor.prose.patterns import load_patterns, read_patterns
from extractor.types import Cleaned, Section, Span

YEAR = "2018年,我局稳步推进各项工作。2018年度工作平稳有序。"
NEW, IN, OUT = (f"applications.{name}.total" for name in ("new", "carried_in", "carried_out"))
GRANTED, PARTLY = "applications.granted.total", "applications.partly_granted.total"
REVIEW = "remedies.review.total"
LICENSE, PENALTY = "disclosure.licensing.decisions", "disclosure.penalties.decisions"


def stated(text: str, key: str = "overview.on_request") -> dict[str, set[float]]:
    """What a report of 2018 states of each field."""
    told = YEAR + text
    whole = Span(0, len(told))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(told, range(len(told)), len(told)), whole, [section], ())
    found: dict[str, set[float]] = {}
    for one in prose.statements:
        found.setdefault(one.field, set()).add(one.value)
    return found


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("受理窗口申请4件、传真申请1件,共计受理5件。", {5}),
        ("前台当面申请6件,来函申请2件,总计8件。", {8}),
        ("上半年受理申请7件,下半年受理申请9件,全年合计16件。", {16}),
        ("上半年受理申请7件;下半年受理申请9件;全年共受理16件。", {16}),
        ("全年收到有效申请20件,无效申请3件,共23件。", {23}),
        ("收到公民申请6件、企业申请2件,总计8件。", {8}),
        ("局机关收到申请3件,下属中心收到申请2件,两者合计5件。", {5}),
        ("一季度收到申请1件,二季度2件,三季度0件,四季度3件,全年累计6件。", {6}),
        # Neither is all that was received, and nobody tells what is.
        ("收到网上申请5件、邮寄申请4件。", set()),
        ("收到网上申请5件、邮寄申请4件等,共受理11件。", {11}),
    ],
)
def test_a_total_after_its_parts(text: str, new: set[float]) -> None:
    assert stated(text).get(NEW, set()) == new


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("收到申请9件,其中当面申请4件,信函申请5件。", {9}),
        ("收到申请6件、行政复议3件,合计9件。", {6}),
        ("收到申请6件,答复6件,公开目录12条,共24条。", {6}),
        ("收到书面申请3件,其中邮寄2件。", {3}),
        ("收到网上申请3件,均以邮件答复。", {3}),
        ("近三年申请情况:2016年3件,2017年4件,2018年5件,共12件。", set()),
    ],
)
def test_no_total_is_made_of_other_things(text: str, new: set[float]) -> None:
    assert stated(text).get(NEW, set()) == new


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新收申请31件,加上2017年结转的4件,共需办理35件。", {NEW: {31}, IN: {4}}),
        ("收到申请31件(另有2017年度未办结4件)。", {NEW: {31}, IN: {4}}),
        ("上年度尚未办结的申请2件,本年新收申请9件。", {NEW: {9}, IN: {2}}),
        ("受理申请11件,其中上年未办结2件,当年新增9件。", {NEW: {9}, IN: {2}}),
        ("办理申请11件,包括2017年转结2件、新收9件。", {NEW: {9}, IN: {2}}),
        ("全年办理信息公开申请40件(含上年结转6件)。", {NEW: {34}, IN: {6}}),
        ("新收申请8件,上年结转1件,共受理9件。", {NEW: {8}, IN: {1}}),
    ],
)
def test_carried_in_by_the_year_and_in_other_words(
    text: str, expected: dict[str, set[float]]
) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到申请8件,余下3件结转2019年办理。",
        "收到申请8件,3件转2019年。",
        "收到申请8件,3件延期至2019年1月答复。",
        "收到申请8件,3件顺延至2019年度。",
        "收到申请8件,3件延期至下一年度。",
        "收到申请8件,3件跨年办理。",
        "收到申请8件,尚有3件正在办理,结转至2019年。",
        "收到申请8件,另3件需征求第三方意见,已延期至2019年2月答复。",
    ],
)
def test_carried_out_by_the_year_and_in_other_words(text: str) -> None:
    assert stated(text) == {NEW: {8}, OUT: {3}}


@pytest.mark.parametrize(
    "text",
    [
        "收到申请8件,2015年结转3件。",  # of no year beside this one
        "收到申请8件,2017年公开的3件文件继续有效。",
        "收到申请8件,2019年将办理3件实事。",
        "收到申请8件,其中3件正在办理。",
    ],
)
def test_other_years_carry_nothing_over(text: str) -> None:
    assert stated(text) == {NEW: {8}}


def test_not_done_of_last_year_denies_no_request() -> None:
    assert stated("上年未办结的申请2件均已答复。") == {IN: {2}}


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("依申请公开受理量从去年的6件增加到15件。", {15}),
        ("今年受理申请大幅减少,由上年的15件下降至6件。", {6}),
        ("申请受理量由2017年的15件降至2018年的6件,降幅60%。", {6}),
        ("2017年收到申请21件,2018年为14件,减少7件。", {14}),
        ("去年共收到公开申请9件,今年收到12件。", {12}),
        ("2019年2月,收到申请5件。2018年全年收到申请3件。", {3}),
        ("截至2019年1月5日,收到2018年度的申请3件。", {3}),
        ("2018年,按照2017年工作要点,收到申请3件。", {3}),
        ("收到申请3件,比2017年的5件减少2件。", {3}),
        ("申请受理量从去年的6件增加了15件。", set()),  # by how many, not to how many
        ("2016年收到申请6件,2017年为4件。", set()),
    ],
)
def test_this_year_beside_others(text: str, new: set[float]) -> None:
    assert stated(text).get(NEW, set()) == new


def test_cases_of_this_year_beside_those_of_the_last() -> None:
    text = "2018年行政复议案件2017年为2件、2018年为0件;行政诉讼案件2017年、2018年均为0件。"
    found = stated(text, "remedies")
    assert found[REVIEW] == {0}
    assert found["remedies.litigation_direct.total"] == {0}


@pytest.mark.parametrize(
    ("text", "granted", "partly"),
    [
        ("收到申请9件,办理结果为:公开7件,部分公开2件。", {7}, {2}),
        ("申请受理件数9件;办结件数9件;公开件数7件;部分公开件数2件。", {7}, {2}),
        ("收到申请9件,其中公开7件、部分公开2件。", {7}, {2}),
        ("收到公开申请2条,对2条申请作出“同意公开”答复。", {2}, set()),
        ("受理申请八件,六个依法予以公开,两个不予公开。", {6}, set()),
        ("收到申请9件,7件已依法作出予以公开决定,2件予以部分公开。", {7}, {2}),
        ("收到申请9件,其中7件依法提供了信息。", {7}, set()),
        ("收到申请9件。其中公开7件。", {7}, set()),
    ],
)
def test_outcomes_in_plain_words(text: str, granted: set[float], partly: set[float]) -> None:
    found = stated(text)
    assert (found.get(GRANTED, set()), found.get(PARTLY, set())) == (granted, partly)


@pytest.mark.parametrize(
    "text",
    [
        "收到申请9件,主动公开7件。",
        "收到申请9件,公开信息500条。",
        "收到申请9件,公开政策文件7件。",
        "收到申请9件,公开30件。",  # more than were asked for
        "收到申请9件,不公开7件。",
        "收到申请9件,7件无法提供信息。",
        "收到申请9件,公开目录7条。",
        "我局公开7件。",
        "公开信息60条,其中公开7件。",
    ],
)
def test_what_is_published_answers_no_request(text: str) -> None:
    assert GRANTED not in stated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理行政许可共计510件,行政处罚案件共计64宗。", {LICENSE: {510}, PENALTY: {64}}),
        ("全年行政处罚案件合计64宗。", {PENALTY: {64}}),
        ("办结各类审批事项980件,其中行政许可510件。", {LICENSE: {510}}),
        ("作出行政许可决定51件,行政处罚6件。", {LICENSE: {51}, PENALTY: {6}}),
        ("公示行政处罚案件共计64宗。", {}),
        ("归集行政许可信息510件,行政处罚案件共计64件。", {}),
        ("梳理权力事项133项,其中行政许可51项。", {}),
    ],
)
def test_decisions_that_share_a_verb(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text, "overview") == expected


def test_permits_among_requests_are_not_counted() -> None:
    assert LICENSE not in stated("办理信息公开申请12件,其中行政许可3件。")


def test_patterns_without_a_year_name_none() -> None:
    unknown, known = load_patterns(None), load_patterns(2018)
    assert not any(p.search("2017年结转3件") for _, p in unknown.carried)
    # What is carried to a year is carried out, whatever year the report is of.
    assert [kind for kind, p in unknown.carried if p.search("3件结转2019年办理")] == ["carried_out"]
    assert any(p.search("2017年结转3件") for _, p in known.carried)
    assert any(p.search("上年未办结3件") for _, p in unknown.carried)


def test_a_pattern_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    source = Path("extractor/prose/data/together.json")
    raw = json.loads(source.read_text("utf-8")) | {"pending": "("}
    broken = tmp_path / "together.json"
    broken.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(LexiconError, match="together"):
        read_patterns(broken, None)


@pytest.mark.parametrize(
    "text",
    ["共计1件;" * 6000, "当面1件," * 6000, "上年结转" * 6000 + "1件", "其中公开1件、" * 6000],
)
def test_long_lists_take_bounded_time(text: str) -> None:
    start = time.perf_counter()
    stated(text)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The full stop was lost, or became another mark.
        ("收到申请30件。剩余4件结转下年度办理行政复议7件。", {NEW: {30}, OUT: {4}, REVIEW: {7}}),
        ("收到申请30件。有4件结转至下一年度?涉政府信息公开行政复议7件。", {NEW: {30}, OUT: {4}, REVIEW: {7}}),
        ("收到申请30件。另有4件结转下年度\n2018年政府信息公开行政复议申请共7件。", {NEW: {30}, OUT: {4}, REVIEW: {7}}),
        # A part of the requests, though the words before it name disclosure too.
        ("年内答复依申请公开30件。其中上年结转信息公开申请2件。", {IN: {2}}),
        ("全年答复依申请公开申请30件,其中上年度结转依申请公开2件。", {IN: {2}}),
        ("收到申请30件,分送各科室办理?办理情况如下:公开6件。", {NEW: {30}, GRANTED: {6}}),
        ("收到申请30件,接听来电50次,公开件数6件。", {NEW: {30}, GRANTED: {6}}),
        ("收到申请30件,网站信息全部上传,公开6件。", {NEW: {30}}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_carried_share(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text) == expected


def test_requests_told_as_information_on_request_are_remembered() -> None:
    said = stated("依申请公开信息办理90件。按时答复88件。含上年结转6件。", "overview")
    assert said[IN] == {6}


@pytest.mark.parametrize("ground", ["依申请公开", "政府信息公开", "信息公开"])
def test_cases_whose_ground_is_told_in_any_section(ground: str) -> None:
    assert stated(f"涉{ground}行政复议9件。", "overview") == {REVIEW: {9}}
    assert stated("依申请公开工作有序。涉土地征收行政复议9件。", "overview") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("予以公开12件,其中自然人10件、法人2件。", {GRANTED: {12}}),
        ("予以公开12件(自然人10件、法人2件),部分公开3件(均为自然人),结转下年度办理4件。",
         {GRANTED: {12}, PARTLY: {3}, OUT: {4}}),
        ("上年结转2件,其中自然人1件,企业1件。", {IN: {2}}),
        ("自然人申请予以公开10件,法人申请予以公开2件,共予以公开12件。", {GRANTED: {12}}),
        # What each kind of applicant got, and nobody tells how much that is in all.
        ("予以公开自然人申请10件、法人申请2件。", {}),
        ("予以公开的自然人10件,法人2件。", {}),
        ("部分公开公民申请4件和企业申请2件。", {}),
        ("上年结转自然人申请4件、企业申请2件。", {}),
    ],
)  # fmt: skip
def test_outcomes_by_applicant(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017年结转20件。", {IN: {20}}),
        ("2017年结转到2018年办理的20件。", {IN: {20}}),
        ("2018年结转到2019年20件。", {OUT: {20}}),
        ("2018年结转下年度20件。", {OUT: {20}}),
        # Out of this year or into it: not said.
        ("2018年结转20件。", {}),
    ],
)
def test_the_year_that_was_carried_over(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text) == expected


def test_the_known_year_where_the_prose_tells_none() -> None:
    text = "依申请公开工作。2023年结转申请20件。"
    whole = Span(0, len(text))
    section = Section("overview.on_request", 2, Span(0, 0), whole, 1.0)
    clean = Cleaned(text, range(len(text)), len(text))
    for year, expected in ((2024, [(IN, 20)]), (None, [])):
        prose = read_prose(clean, whole, [section], (), year=year)
        assert [(s.field, s.value) for s in prose.statements] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请1件,系上年结转。", {IN: {1}}),
        ("全年受理申请3件(均为2017年结转)。", {IN: {3}}),
        ("收到申请3件,均为自然人提出,上年结转1件。", {NEW: {3}, IN: {1}, f"{NEW[:-5]}natural_person": {3}}),
        ("收到各类申请24件,其中政府信息公开申请20件、信访4件。", {NEW: {20}}),
        ("收到信息公开申请24件,其中通过网站提出信息公开申请20件。", {NEW: {24}}),
        ("受理申请24件,其中12件予以公开,4件部分公开,其余8件不予公开。", {NEW: {24}, GRANTED: {12}, PARTLY: {4}}),
        ("对其中的12件予以公开,4件部分公开。", {GRANTED: {12}, PARTLY: {4}}),
    ],
)  # fmt: skip
def test_which_of_the_requests(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text) == expected


def test_refused_permits_are_no_count_of_their_own() -> None:
    text = "全年作出行政许可决定120件,其中准予118件、不予许可2件。"
    assert stated(text, "disclosure") == {LICENSE: {120}}
