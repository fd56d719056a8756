"""A town that is named only in passing, where nothing else names who reports."""

import pytest

from tests.identity.reading import DOUBTFUL, agency


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2022年,我乡有序。制定了《白河乡信息公开审查制度》。", "白河乡"),
        ("2022年,我镇有序。白河镇微信公众号发布信息10条。", "白河镇"),
        ("2022年,主动公开的信息主要有白河乡政府文件、规划等。", "白河乡政府"),
        ("2022年,我乡有序。详见白河乡人民政府公众号。", "白河乡人民政府"),
    ],
)
def test_the_only_town_of_a_report_is_better_than_nobody(text: str, name: str) -> None:
    found = agency(text)
    assert found.value == name
    assert found.confidence < DOUBTFUL


@pytest.mark.parametrize(
    "text",
    [
        "2022年,我镇有序。白河镇微信公众号、青石镇微信公众号发布信息。",
        "2022年,我局有序。白河镇政府文件由我局公开。",
        "2022年,我单位有序。主动公开的信息主要有白河乡政府文件。",
        "2022年,我镇建设特色小镇政务公开点。",
        "2022年,我乡有序。返乡政务公开两次,服务家乡政府工作。",
        "2022年,我乡有序。白河镇微信公众号发布信息。",
    ],
)
def test_a_town_among_others_or_beside_another_voice_is_nobody(text: str) -> None:
    assert agency(text).value is None
