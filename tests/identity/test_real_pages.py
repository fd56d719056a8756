"""Who reports, on pages as they are: prose that looks like names, lost titles, other bodies near."""

import pytest

from extractor.identity import identify
from extractor.types import Cleaned, Evidence, Span

REST = "\n一、总体情况\n全年公开有序。\n二、主动公开政府信息情况\n"
SURE = 0.6


def agency(text: str, start: int = 0) -> Evidence:
    found = identify(Cleaned(text, range(len(text)), len(text)), Span(start, len(text)), ())
    return found.agency


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年,我镇把信息公开工作落到实处,全年公开信息12条。",
        "2022年,我局以公开促规范,信息公开工作开创新局,工作有序。",
        "2022年,我委推进数据共享。接入省大数据中心,公开信息12条。",
        "2022年,我镇把各类信息全部录入区政府门户网站,供群众查阅。",
        "2022年,我局强化平台建设。明确网站内容保障工作由办公室负责。",
        "2022年,我局做到政务公开处处落实,群众有机会、有渠道监督。",
    ],
)
def test_prose_is_no_body(sentence: str) -> None:
    assert agency(sentence + REST).value is None


@pytest.mark.parametrize("verb", ["按时上传", "及时报送", "修订了", "撰写", "按期提交"])
def test_a_verb_before_the_title_is_no_part_of_the_name(verb: str) -> None:
    text = f"本报告根据条例编制。{REST}我委{verb}临江市发展和改革委员会2022年政府信息公开工作年度报告。"
    assert agency(text).value == "临江市发展和改革委员会"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("石桥镇2022年度政府信息公开年报", "石桥镇"),
        ("梁镇2022年度政府信息公开工作年报", "梁镇"),
        ("2022年度梁镇政府信息公开工作年度报告", "梁镇"),
        ("2022年度石桥镇政府信息公开年度报告", "石桥镇"),
        ("临江区民政局2022年度政府信息公开工作年报", "临江区民政局"),
        ("临江区民政局关于2022年度政务公开工作的年报", "临江区民政局"),
    ],
)
def test_titles_that_end_in_a_yearbook_word(title: str, name: str) -> None:
    text = f"{title}\n一、总体情况\n我镇工作有序,与临江市人民政府办公室共享数据。"
    found = agency(text.replace("我镇", "" if name.endswith("局") else "我镇"))
    assert found.value == name
    assert found.confidence > SURE


@pytest.mark.parametrize("town", ["乡镇", "城镇", "我镇", "全镇", "各镇", "古镇"])
def test_two_characters_that_are_no_town(town: str) -> None:
    assert agency(f"2022年度{town}政府信息公开工作年度报告{REST}").value is None


@pytest.mark.parametrize(
    "line",
    [
        "如有疑问,请与临江市公安局(地址:红旗路3号;电话:123456)联系。",
        "如有疑问,请联系:临江市公安局(联系电话:123456)。",
        "如对本报告有疑问,请与临江市公安局法制一科联系(地址:红旗路3号)。",
        "如有疑问,请与临江市公安局政务公开办公室(邮编:123456)联系。",
        "我局制定了临江市公安局政府信息公开办法、保密审查制度。",
        "我局完善《临江市公安局信息公开指南》,规范流程。",
    ],
)
def test_contacts_and_own_rules_name_the_reporter(line: str) -> None:
    text = f"本报告根据条例编制。{line}\n一、总体情况\n2022年,我局公开信息12条。"
    assert agency(text).value == "临江市公安局"


@pytest.mark.parametrize(
    "line",
    [
        "如有疑问,请与临江市人民政府办公室(地址:红旗路3号)联系。",
        "申请请寄临江市政务服务中心(地址:红旗路3号)。",
        "由临江市信息中心处理日常的信息公开事务。",
        "来源:临江市人民政府办公室",
    ],
)
def test_a_body_of_another_kind_is_not_who_we_are(line: str) -> None:
    text = f"本报告根据条例编制。\n{line}\n一、总体情况\n2022年,我局公开信息12条,我局培训两次。"
    assert agency(text).value is None


def test_the_part_of_an_authority_does_not_hide_it() -> None:
    text = "由临江区管委会宣传局编制。\n2022年,我委公开信息12条,临江区管委会高度重视。" + REST
    assert agency(text + "我委有序。临江区管委会积极推进。").value != "宣传局"


@pytest.mark.parametrize("word", ["图片", "首页", "打印", "视频"])
def test_a_word_of_the_page_is_not_joined_to_the_title(word: str) -> None:
    title = "县信访局2022年政府信息公开年度报告"
    assert agency(f"{word}\n{title}\n我局有序。{REST}").value == "县信访局"
    assert agency(f"闲谈\n\n{title}\n我局有序。{REST}").value == "县信访局"


def test_a_title_broken_before_its_body_is_still_made_whole() -> None:
    title = "临江市\n信访局2022年政府信息公开年度报告"
    assert agency(f"{title}\n我局有序。{REST}").value == "临江市信访局"


def test_a_body_below_another_is_one_name_where_the_report_writes_it_so() -> None:
    title = "临江市东湖风景区管理委员会\n民政办公室2022年政府信息公开工作年度报告\n"
    said = "东湖风景区管委会民政办公室依法公开信息。"
    whole = "临江市东湖风景区管理委员会民政办公室"
    assert agency(title + REST + said).value == whole
    assert agency(title + REST).value != whole


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("石桥镇2022年政府信息公开工作年度报告\n石桥镇镇人民政府认真落实。", "石桥镇人民政府"),
        ("由石桥镇人民政府编制。地址:云州县石桥镇人民政府院内。", "云州县石桥镇人民政府"),
        ("石桥路街道2022年政府信息公开工作年度报告\n来源:云州市石桥路街道\n", "云州市石桥路街道"),
        ("2022年卫生健康委员会政府信息公开工作年度报告\n请与云州市卫生健康委办公室联系。",
         "云州市卫生健康委员会"),
        ("由云州市东城区人民政府石桥路街道办事处编制,请与石桥路街道办事处联系。",
         "云州市东城区人民政府石桥路街道办事处"),
        ("由云州市供销社编制。云州市供销合作社认真落实。", "云州市供销合作社"),
        ("由云州县人民政府办公室编制。请联系:云州县人民政府电子政务办公室。",
         "云州县人民政府办公室"),
    ],
)  # fmt: skip
def test_the_fullest_form_that_the_report_uses_of_itself(text: str, name: str) -> None:
    assert agency(text + REST).value == name


def test_a_page_names_the_government_above_the_report() -> None:
    above = "来源:石桥镇人民政府\n"
    text = f"{above}石桥镇结合实际编制了2022年度报告。石桥镇政府结合实际,认真编制。我镇有序。{REST}"
    assert agency(text, len(above)).value == "石桥镇人民政府"


def test_no_place_name_is_put_together_from_an_address() -> None:
    text = (
        "云州市白河苏木人民政府2022年政府信息公开工作年度报告\n联系地址:北川自治区东宁市云州市"
        "滨河路南段白河苏木人民政府"
    )
    assert agency(text + REST).value == "云州市白河苏木人民政府"


def test_the_orders_of_a_body_above_do_not_name_the_reporter() -> None:
    text = (
        "2022年,落实国家局、北川省气象局关于政务公开工作的安排部署,保障了云州市气象局政府信息"
        "公开工作有序开展。"
    )
    found = agency(text + REST)
    assert found.value == "云州市气象局"
    assert found.confidence < SURE


def test_what_is_told_only_in_passing_is_in_doubt() -> None:
    passing = agency("2022年,选派民警承担云州县公安局政府信息公开工作。" + REST)
    assert passing.value is None or passing.confidence < SURE
    once = agency("2022年,市卫生健康局高度重视。我局办理云州市市长信箱来信12件。" + REST)
    assert once.value == "市卫生健康局" or once.confidence < SURE
    none = agency("2022年,我局公开信息12条。云州县水务局信息12条由我局整理。" + REST)
    plain = agency("2022年,我局公开信息12条,我局培训两次。" + REST)
    assert plain.value is None
    assert none.confidence < plain.confidence


def test_a_year_before_a_regiment_is_no_part_of_its_name() -> None:
    text = "2022年靖岭垦区第七师51团政府信息公开工作年度报告"
    assert agency(text + REST).value == "靖岭垦区第七师51团"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("本年度,石桥乡严格依照条例,稳步推进。", "石桥乡"),
        ("2022年,我区稳步推进。可在云州市东城区人民政府网站下载,请与云州市东城区人民政府办公室联系。",
         "云州市东城区人民政府"),
    ],
)  # fmt: skip
def test_a_government_that_hardly_names_itself(text: str, name: str) -> None:
    assert agency(text + REST).value == name


def test_the_government_of_the_place_is_not_its_bureau() -> None:
    text = "2022年,我局稳步推进。可在东城区人民政府网站下载,请与东城区人民政府办公室联系。"
    assert agency(text + REST).value is None


@pytest.mark.parametrize("body", ["管委会", "办事处", "管理委员会"])
def test_a_kind_of_body_alone_is_no_name(body: str) -> None:
    assert agency(f"2022年,{body}高度重视,{body}认真落实条例。{REST}").value is None


@pytest.mark.parametrize("advertising", ["Abcbet体育", "XY娱乐", "kk国际"])
def test_advertising_with_latin_letters_is_no_place(advertising: str) -> None:
    text = f"{advertising}民政局2022年政府信息公开工作年度报告\n我局有序。"
    assert agency(text + REST).value == "民政局"


def test_a_sports_bureau_keeps_its_name() -> None:
    assert agency(f"体育局2022年政府信息公开工作年度报告\n我局有序。{REST}").value == "体育局"
