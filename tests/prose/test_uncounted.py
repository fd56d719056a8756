"""Numbers that count nothing, and counts that look like them: all of our own."""

import pytest

from tests.prose.reading import read, told


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # Together, not one case.
        ("政策解读稿与文件一起审签,解读材料一起报批后在网站公布。", set()),
        ("将政策解读同文件一起公开。", set()),
        ("发生一起因信息公开引发的行政诉讼。", {("litigation.cases", 1)}),
        ("因政府信息公开被提起行政复议一起。", {("review.cases", 1)}),
        # An article, a number of kinds.
        ("我局把主动公开信息作为一项长期工作来抓。", set()),
        ("主动公开成为一项常规任务。", set()),
        ("主动公开了涉及农业的三大类共九个小类的事项。", set()),
        # The number of a telephone line.
        ("妥善答复从12319、来信、上门等途径提出的申请。", set()),
        # What stands between the number and its noun belongs to the noun.
        ("参与组织9场与防汛相关的新闻发布会。", {("press_conferences", 9)}),
        ("开展政策解读活动8次。", {("interpretations", 8)}),
        # Given to others, not published.
        ("向档案馆移交主动公开文件31件。", set()),
        ("向区政府办呈送主动公开文件14件。", set()),
        ("在信用信息平台录入公开信息820条。", set()),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_count(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全年收到人大代表建议和政协委员提案共31件。", set()),
        ("区水务局收到人大代表建议和政协委员提案共31件。其中,代表建议14件,委员提案17件。", set()),
        ("受理12345热线转来事项63件。", set()),
        ("收到公开申请3件,人大代表建议和政协委员提案共31件。", {("requests.received", 3)}),
    ],
)
@pytest.mark.parametrize("key", ["", "overview.supervision"])
def test_proposals_are_no_requests(text: str, facts: set[tuple[str, float]], key: str) -> None:
    asked = {one for one in told(text, key) if one[0].startswith("requests")}
    assert asked == facts


def test_none_goes_on_in_other_words() -> None:
    prose = read("收到公开申请6件,办结6件,转结下年度继续办理0件。", "overview.on_request")
    assert {(s.field, s.value) for s in prose.statements} == {
        ("applications.new.total", 6), ("applications.carried_out.total", 0)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全年共收到8条依申请公开信息,均按期答复。", {("requests.received", 8)}),
        ("全年共收到公开申请事项5二是加强保密审查。", {("requests.received", 5)}),
        ("目录中列有8条依申请公开信息。", set()),
    ],
)
def test_what_came_is_a_request(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text, "overview") == facts
