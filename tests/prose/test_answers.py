"""Bare counts under titles: all of our own."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Fact, Section, Span


def under(heading: str, text: str, key: str) -> tuple[str, tuple[Fact, ...]]:
    """The facts of a section with this heading, and its text."""
    whole = f"{heading}{text}"
    section = Section(key, 2, Span(0, len(heading)), Span(0, len(whole)), 1.0)
    cleaned = Cleaned(whole, range(len(whole)), len(whole))
    return whole, read_prose(cleaned, Span(0, len(whole)), [section], ()).facts


@pytest.mark.parametrize(
    ("heading", "text", "key", "fact"),
    [
        ("1、主动公开政府信息的情况", ":45条,内容涉及预算、工程。", "overview.proactive", ("disclosed.total", 45)),
        ("(一)主动公开情况", "\n全年共310余条。", "overview.proactive", ("disclosed.total", 310)),
        ("三、政府信息公开申请情况", "\n7件,均已答复。", "overview.on_request", ("requests.received", 7)),
        ("四、因信息公开申请行政复议情况", "\n2件。", "remedies", ("review.cases", 2)),
        ("五、收费情况", "\n0元。", "other_matters.fees", ("information_fee", 0)),
    ],
)  # fmt: skip
def test_the_title_says_what_is_counted(
    heading: str, text: str, key: str, fact: tuple[str, float]
) -> None:
    whole, found = under(heading, text, key)
    assert [(f.key, f.value) for f in found] == [fact]
    assert whole[found[0].span.start : found[0].span.end].rstrip("余") == str(fact[1])


@pytest.mark.parametrize(
    ("heading", "text", "key"),
    [
        ("四、行政复议、行政诉讼情况", "\n2件。", "remedies"),  # of which?
        ("三、机构设置", "\n4个。", "overview"),
        ("一、主动公开情况", "\n3项工作有序推进。", "overview.proactive"),
        ("二、公开方式", "\n通过网站公开,2条途径。", "overview.proactive"),
    ],
)
def test_titles_that_do_not(heading: str, text: str, key: str) -> None:
    assert under(heading, text, key)[1] == ()


def test_no_charge_of_what_was_published() -> None:
    _, found = under("4、政府信息公开的收费及减免情况", ":无。", "other_matters.fees")
    assert [(f.key, f.value) for f in found] == [("information_fee", 0)]
    assert under("2、申请予以公开情况", ":无。", "overview.on_request")[1] == ()
