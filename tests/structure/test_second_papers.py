"""A summary of the work beside the report of the same body and year is a paper of its own."""

import pytest

from extractor.structure import split
from tests.structure.conftest import MODERN, plain

TITLE = "苍原县水务局2022年政府信息公开工作年度报告\n"
SUMMARY = """苍原县水务局2022年{kind}
2022年,我局在县委县政府领导下,务实推进各项公开任务。
一、总体情况
我局调整了领导小组,全年开会研究4次。
二、存在问题
栏目更新较慢。
三、下一步打算
充实人员。
"""


def reports(text: str) -> list[str]:
    return [s.span.of(text) for s in split(plain(text)) if s.reason is None]


@pytest.mark.parametrize("kind", ["政务公开工作总结", "政务公开总结", "政务公开工作报告"])
def test_a_summary_beside_the_report_is_none(kind: str) -> None:
    summary = SUMMARY.format(kind=kind)
    assert reports(f"{TITLE}{MODERN}\n{summary}") == [f"{TITLE}{MODERN}".rstrip()]
    assert [one[: len(TITLE)] for one in reports(f"{summary}\n{TITLE}{MODERN}")] == [TITLE]


FULL = """一、主动公开政府信息情况
2022年,我局公开信息43条。
二、依申请公开情况
收到申请1件,已经答复。
三、复议诉讼情况
没有发生复议和诉讼。
"""


@pytest.mark.parametrize("kind", ["政务公开工作总结", "政务公开总结"])
@pytest.mark.parametrize(("old", "new"), [("水务局", "统计局"), ("2022", "2020")])
def test_a_summary_of_another_body_or_year_may_be_its_report(kind: str, old: str, new: str) -> None:
    other = f"苍原县水务局2022年{kind}\n{FULL}".replace(old, new)
    assert len(reports(f"{TITLE}{MODERN}\n{other}")) == 2


def test_a_summary_alone_stays_what_it_is() -> None:
    assert len(reports(f"苍原县水务局2022年政务公开工作总结\n{FULL}")) == 1
