"""Tables without rules: rows, columns, broken labels."""

import pytest

from extractor.reading.layout import Piece, TableBlock
from extractor.reading.ruling import Rectangle
from extractor.reading.unruled import Row, unruled

SIZE = 10.0


def word(text: str, x: float, y: float) -> Piece:
    return Piece(text, 1, Rectangle(x, y, x + SIZE * max(1, len(text)), y + SIZE))


def line(y: float, *words: tuple[str, float]) -> Row:
    return [word(text, x, y) for text, x in words]


def rows(table: TableBlock) -> list[list[str]]:
    tops = sorted({cell.box.top for cell in table.cells})
    return [
        [c.text for c in sorted(table.cells, key=lambda c: c.box.left) if c.box.top == top]
        for top in tops
    ]


def test_numbers_below_one_another_are_columns_and_gaps_stay_empty() -> None:
    page = [
        line(0, ("规章", 0), ("1", 100), ("20", 150), ("3", 200)),
        line(20, ("文件", 0), ("4", 100), ("50", 200)),
        line(40, ("许可", 0), ("7", 150), ("9", 200)),
    ]
    (table,), rest = unruled(page, 1)
    assert rows(table) == [
        ["规章", "1", "20", "3"],
        ["文件", "4", "", "50"],
        ["许可", "", "7", "9"],
    ]
    assert rest == []
    assert not table.ruled


@pytest.mark.parametrize("number_line", [0, 1, 2])
def test_a_broken_label_is_whole_wherever_the_numbers_stand(number_line: int) -> None:
    parts = ["其他法律行政", "法规禁止公开", "的"]
    page = [line(0, ("国家秘密", 0), ("1", 100), ("2", 150))]
    page += [line(22 + 11 * n, (part, 0)) for n, part in enumerate(parts)]
    page[1 + number_line] += [word("3", 100, 22 + 11 * number_line)]
    page[1 + number_line] += [word("4", 150, 22 + 11 * number_line)]
    (table,), rest = unruled(page, 1)
    assert rows(table)[1] == ["".join(parts), "3", "4"]
    assert rest == []


def test_a_label_around_the_middle_of_its_row() -> None:
    page = [
        line(0, ("国家秘密", 0), ("1", 100), ("2", 150)),
        line(30, ("其他法律行政", 0)),
        line(35.5, ("3", 100), ("4", 150)),
        line(41, ("法规禁止公开", 0)),
    ]
    (table,), rest = unruled(page, 1)
    assert rows(table)[1] == ["其他法律行政法规禁止公开", "3", "4"]
    assert rest == []


def test_rows_of_equal_labels_stay_rows() -> None:
    page = [
        line(0, ("商业秘密", 0), ("件", 80), ("0", 100)),
        line(16, ("个人隐私", 0), ("件", 80), ("5", 100)),
        line(32, ("其他情形", 0), ("件", 80), ("0", 100)),
    ]
    (table,), _ = unruled(page, 1)
    assert [row[0] for row in rows(table)] == ["商业秘密", "个人隐私", "其他情形"]


def test_numbers_in_prose_are_no_table() -> None:
    page = [
        line(20 * n, ("共收到", 0), ("12", 31), ("件，办结", 52), ("11", 93), ("件", 114))
        for n in range(5)
    ]
    tables, rest = unruled(page, 1)
    assert tables == []
    assert rest == page


def test_numbers_that_run_into_one_column_stay_apart() -> None:
    page = [
        line(0, ("一", 0), ("185", 100), ("1", 132)),
        line(20, ("二", 0), ("1234567", 100), ("2", 180)),
    ]
    tables, _ = unruled(page, 1)
    assert [cell.text for t in tables for cell in t.cells if cell.text] == [
        "一", "185", "1", "二", "1234567", "2",
    ]  # fmt: skip


def test_more_words_than_a_page_holds_are_left_alone() -> None:
    page = [line(12.0 * n, *[(str(n), 20.0 * c) for c in range(50)]) for n in range(100)]
    tables, rest = unruled(page, 1)
    assert tables == []
    assert rest == page
