"""Row numbers between labels and values are no values."""

import pytest

from extractor.tables.reader import read_tables
from extractor.types import Span

ROWS = (
    ("主动公开政府信息数", "条", "disclosed_total"),
    ("其中:主动公开规范性文件数", "条", "normative_documents_disclosed"),
    ("制发规范性文件总数", "件", "normative_documents_issued"),
    ("政府公报公开政府信息数", "条", "channel.gazette"),
    ("政府网站公开政府信息数", "条", "channel.website"),
    ("政务微博公开政府信息数", "条", "channel.weibo"),
    ("政务微信公开政府信息数", "条", "channel.wechat"),
    ("其他方式公开政府信息数", "条", "channel.other"),
    ("收到申请数", "件", "requests.received"),
    ("当面申请数", "件", "requests.in_person"),
    ("传真申请数", "件", "requests.fax"),
    ("网络申请数", "件", "requests.online"),
)


def read(text: str) -> dict[str, float | None]:
    cells = {
        id.removeprefix("form2014."): cell.token.value.number
        for reading in read_tables(text, Span(0, len(text)))
        for id, cell in reading.cells.items()
        if cell.token is not None and cell.token.value is not None
    }
    return {key: cells.get(key) for _, _, key in ROWS}


def table(line: str, values: list[object]) -> str:
    rows = zip(range(1, 100), ROWS, values, strict=False)
    body = (line.format(label=r[0], unit=r[1], code=f"{n:02d}", value=v) for n, r, v in rows)
    return "政府信息公开情况统计表\n" + "\n".join(body)


@pytest.mark.parametrize(
    "line",
    [
        "{label} | {code} | {unit} | {value} |",
        "{label} | {unit} | {code} | {value} |",
        "{code} | {label} | {unit} | {value} |",
        "{label}\n{unit}\n{code}\n{value}",
    ],
)
def test_codes_are_left_out(line: str) -> None:
    values = [73, 4, 5, 0, 61, 0, 12, 0, 9, 2, 0, 7]
    found = read(table(line, list(values)))
    assert list(found.values()) == values


def test_codes_of_an_empty_table_are_no_values() -> None:
    found = read(table("{label} | {unit} | {code} | |", [""] * len(ROWS)))
    assert set(found.values()) == {None}


def test_values_that_rise_for_a_few_rows_stay() -> None:
    values = [1, 2, 3, 4, 5, 0, 12, 0, 9, 2, 0, 7]
    found = read(table("{label} | {unit} | {value} |", list(values)))
    assert list(found.values()) == values
