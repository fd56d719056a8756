"""Counts with letters for digits in the cells of a table."""

import pytest

from extractor.pipeline import extract_bytes
from extractor.tables.lettered import as_counts
from extractor.types import Span
from tests.tables import made

TO_LETTERS = str.maketrans("015", "OlS")
HEAD = "某县水务局2022年政府信息公开工作年度报告\n一、总体情况\n本年度平稳。\n二、主动公开政府信息情况\n"


def shown(text: str) -> str:
    return as_counts(text, Span(0, len(text))).text


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("件 | l2 | 3 |", "件 | 12 | 3 |"),
        ("当面\tO\t1O8\n", "当面\t0\t108\n"),
        ("当面\n2S\n件\n", "当面\n25\n件\n"),
        ("| B | 4B件 | I |", "| B | 48件 | 1 |"),
        ("费用 | l.2 | 万元 |", "费用 | 1.2 | 万元 |"),
        ("行政许可 15l6l\n", "行政许可 15161\n"),
        ("邮寄 | lO | ll |", "邮寄 | 10 | 11 |"),
        ("当面申请 l2 O 7  I\n", "当面申请 12 0 7  1\n"),
        ("网络申请　O　O　l　O　O", "网络申请　0　0　1　0　0"),
    ],
)
def test_letters_in_cells_are_digits(text: str, counts: str) -> None:
    assert shown(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "O\nl\n",
        "| SO | IB | OO |",
        "附件B2说明 | 3 |",
        "B2B | 3 |",
        "| 12 | 30 |",
        "| 1O8条信息 |",
        "型号 B O l\n",
        "共 l2 O 7 项指标\n",
        "方案 I O\n",
        "附件 B2\n",
        "3 O 办\n",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert shown(text) == text


def report(letters_in: str) -> dict[str, object]:
    values = made.dense(71)
    lines = made.pipe(made.lines3(values)).split("\n")
    lines = [
        one if letters_in not in one else one.translate(TO_LETTERS) for one in lines
    ]  # fmt: skip
    text = HEAD + "三、收到和处理政府信息公开申请情况\n" + "\n".join(lines)
    return extract_bytes(text.encode(), "a.txt")["reports"][0]


def test_sums_confirm_what_was_read_from_letters() -> None:
    values = made.dense(71)
    told = report("予以公开")
    for id, field in told["fields"].items():  # type: ignore[attr-defined]
        if id.startswith("applications.granted."):
            assert field["value"] == values[id]
            assert field["confidence"] > 0.5


def test_what_no_sum_confirms_is_to_be_looked_at() -> None:
    table = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 0 | 0 | 0 |\n行政规范性文件 | l7 | 4 | 2O3 |\n"
    told = extract_bytes((HEAD + table).encode(), "a.txt")["reports"][0]
    found = told["fields"]["disclosure.normative_documents.issued"]
    assert (found["value"], found["raw"], found["state"]) == (17, "l7", "observed")
    assert "disclosure.normative_documents.issued" in told["review"]
