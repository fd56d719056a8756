"""Names behind words of pages and advertising, in paths, and as offices shortened to 办."""

import pytest

from tests.identity.reading import DOUBTFUL, agency

TITLE = "2022年政府信息公开工作年度报告\n我局有序。"


@pytest.mark.parametrize(
    "pasted",
    ["首页", "网站首页", "正文", "打印本页", "分享到微信", "首页正文", "机构职能", "通知公告"],
)
def test_words_of_a_page_before_a_title_are_no_part_of_the_name(pasted: str) -> None:
    assert agency(f"{pasted}云州市水利局{TITLE}").value == "云州市水利局"


@pytest.mark.parametrize(
    "advertising",
    [
        "彩票网址大全", "大赢家官网入口", "九州娱乐场", "365体育备用网址", "中国体彩网", "体育",
        "中国体育彩票官方平台", "新球网站平台", "国际",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["区教育局", "市水务局"])
def test_advertising_in_place_of_a_place(advertising: str, name: str) -> None:
    assert agency(f"{advertising}{name}{TITLE}").value == name


def test_a_body_behind_advertising_still_begins_its_clause() -> None:
    text = "2022年,在上级领导下,大赢家官网区人民政府河东街道办事处认真落实条例。"
    assert agency(text).value == "区人民政府河东街道办事处"


@pytest.mark.parametrize(
    "name",
    [
        "体育局", "体育中心", "体育和旅游局", "体育管理中心", "国际商务局", "云州市互联网信息办公室",
        "云州市体育场馆管理中心",
    ],
)  # fmt: skip
def test_names_that_begin_like_advertising_stay_whole(name: str) -> None:
    assert agency(f"{name}{TITLE}".replace("我局", "我单位")).value == name


@pytest.mark.parametrize("step", ["市水利局", "云州市水利局"])
@pytest.mark.parametrize("mark", [" > ", ">", " » "])
def test_a_step_of_the_path_names_the_reporter(step: str, mark: str) -> None:
    path = mark.join(["当前位置:首页", "政务公开", step, "年报"])
    found = agency(f"{path}\n{TITLE}")
    assert found.value == step
    assert found.confidence < DOUBTFUL


def test_a_step_of_the_path_that_is_a_town() -> None:
    text = f"首页 > 乡镇街道 > 白河镇 > 年报\n{TITLE}".replace("我局", "我镇")
    assert agency(text).value == "白河镇"


@pytest.mark.parametrize("step", ["县政府办公室", "云州县人民政府"])
def test_a_step_of_the_path_that_is_another_body(step: str) -> None:
    text = f"首页 > {step} > 年报\n{TITLE}我局认真。".replace("我局", "我镇")
    assert agency(text).value is None


@pytest.mark.parametrize("mark", ["_", " - ", "-"])
def test_a_name_behind_the_title_of_a_page(mark: str) -> None:
    assert agency(f"2022年年报{mark}审计局\n我局有序。").value == "审计局"


def test_the_site_behind_the_title_of_a_page_is_not_the_bureau() -> None:
    text = "2022年政府信息公开年度报告_市财政局_云州市人民政府网\n我局有序。"
    assert agency(text).value in ("市财政局", "云州市财政局")


def test_a_department_in_brackets_behind_the_title_of_its_place() -> None:
    text = "云州市2022年政府信息公开工作年度报告(水利局)\n我局有序。"
    assert agency(text).value == "水利局"


@pytest.mark.parametrize("name", ["云州市信访办", "云州市政务服务办", "云州县史志办"])
@pytest.mark.parametrize("behind", ["编制的2022年度政府信息公开年度报告", "编制本报告"])
def test_an_office_in_its_short_form(name: str, behind: str) -> None:
    assert agency(f"根据条例,由{name}{behind}。我办有序。").value == name


@pytest.mark.parametrize(
    "text",
    [
        "2022年,我镇在政务服务办事大厅公开信息。",
        "2022年,我局把信访办理、移民办证、应急办法都公开。",
        "根据《关于做好我市行政机关年度报告编制工作的通知》,我局编制本报告。",
        "2022年,我局收到不服云州区人民政府的复议一件,我局有序。",
    ],
)
def test_what_is_done_is_no_office(text: str) -> None:
    assert agency(text).value is None


def test_an_office_of_the_place_that_says_our_city_once() -> None:
    text = "按照我市有关要求编制。全年,区政府政务服务办进一步完善制度。"
    assert agency(text).value == "区政府政务服务办"


def test_a_verb_of_appeal_is_no_part_of_a_name() -> None:
    text = f"区人民政府{TITLE}".replace("我局", "我区") + "不服区人民政府决定的复议一件。" * 3
    assert agency(text).value == "区人民政府"


def test_a_level_doubled_by_the_name_is_no_place() -> None:
    text = "特公布市城市管理局2022年政府信息公开工作年度报告。我局有序,市城市管理局认真。"
    assert agency(text).value == "市城市管理局"


def test_the_form_with_its_level_is_fuller() -> None:
    text = "2022年,云州县稳步发展。水利局认真落实条例。县水利局认真公开。水利局认真。"
    assert agency(text).value == "云州县水利局"


@pytest.mark.parametrize("office", ["综合服务中心", "综合督查办公室", "宣传科", "督查室"])
def test_an_office_of_a_town_that_one_may_ask(office: str) -> None:
    text = f"如有疑问,请与云州县白河镇政府{office}联系(地址:白河街1号)。我镇有序。"
    assert agency(text).value == "云州县白河镇政府"


def test_a_body_inside_a_town_is_not_the_town() -> None:
    text = "如有疑问,请与云州县白河镇卫生院办公室联系。我院有序。"
    assert agency(text).value == "云州县白河镇卫生院"
