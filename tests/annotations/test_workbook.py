"""The exported workbook, corrected in a spreadsheet, read back as annotations."""

from io import BytesIO

import openpyxl
import pytest

from extractor.annotations.files import AnnotationFileError, effective
from extractor.annotations.transfer import import_file
from extractor.export.tabular import Shape
from extractor.export.workbook import write_xlsx
from extractor.forms import modern_ids

TEXT = "某县商务局2021年报告\n本年新收 | 3 | 5 |\n门户网站发布12条"
DOCUMENT = "ab" * 32
AT = TEXT.index("3 |")
TWELVE = TEXT.index("12条")
NEW = "applications.new.total"


def result():
    fields = {
        id: {
            "value": None,
            "state": "absent",
            "raw": None,
            "span": None,
            "confidence": 0.9,
            "relation": None,
        }
        for id in modern_ids()
    }
    fields[NEW] = {
        "value": 3,
        "state": "observed",
        "raw": "3",
        "span": [AT, AT + 1],
        "confidence": 0.5,
        "relation": None,
    }
    return {
        "model": "rules",
        "document": {"id": DOCUMENT, "name": "a.txt", "given": {}},
        "reports": [
            {
                "span": [0, len(TEXT)],
                "agency": {"value": "某县商务局"},
                "year": {"value": 2021},
                "form": {"value": "2021"},
                "fields": fields,
                "checks": [],
                "legacy": {
                    "form2019.fees.items_change": {
                        "value": 0,
                        "state": "observed",
                        "raw": None,
                        "span": None,
                    }
                },
                "facts": [
                    {
                        "key": "disclosed.website",
                        "value": 12,
                        "text": "发布12条",
                        "span": [TWELVE, TWELVE + 2],
                        "confidence": 0.8,
                    }
                ],
            }
        ],
    }


@pytest.fixture
def book():
    stream = BytesIO()
    write_xlsx([result()], stream, Shape())
    return openpyxl.load_workbook(BytesIO(stream.getvalue()))


def cell(book, sheet, id, column):
    names = [c.value for c in book[sheet][2]]
    for row in book[sheet].iter_rows(min_row=3):
        if row[names.index("id")].value == id:
            return row[names.index(column)]
    raise KeyError(id)


def imported(tmp_path, book):
    path = tmp_path / "corrected.xlsx"
    book.save(path)
    return import_file(
        path,
        "xlsx",
        who="ann",
        when="2026-01-01T00:00:00Z",
        texts=lambda _: TEXT,
        origins=lambda id: (result(), TEXT) if id == DOCUMENT else None,
    )


def test_an_untouched_workbook_says_nothing_new(tmp_path, book):
    assert imported(tmp_path, book) == ()


def test_corrections_come_back(tmp_path, book):
    cell(book, "字段", NEW, "value").value = 5
    cell(book, "字段", "remedies.review.total", "value").value = 0
    cell(book, "字段", "disclosure.fees.amount", "reviewed_by").value = "bob"
    cell(book, "旧表", "form2019.fees.items_change", "value").value = None
    cell(book, "正文数据", "disclosed.website", "value").value = 120
    names = [c.value for c in book["报告"][2]]
    book["报告"].cell(3, names.index("year") + 1).value = 2022
    found = {a.target: a for a in effective(imported(tmp_path, book))}
    said = {t: (a.value, a.state, a.decision, a.who) for t, a in found.items()}
    assert said == {
        f"fields/{NEW}": (5, "observed", "corrected", "ann"),
        "fields/remedies.review.total": (0, "observed", "corrected", "ann"),
        "fields/disclosure.fees.amount": (None, "absent", "accepted", "bob"),
        "legacy/form2019.fees.items_change": (None, "blank", "corrected", "ann"),
        "facts/disclosed.website": (120, None, "corrected", "ann"),
        "year": (2022, None, "corrected", "ann"),
    }
    assert found[f"fields/{NEW}"].span is None  # the stretch still shows 3


def wide(book, column):
    names = [c.value for c in book["报告"][2]]
    return book["报告"].cell(3, names.index(column) + 1)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({NEW: 5}, {f"fields/{NEW}": (5, "observed")}),
        ({NEW: None}, {f"fields/{NEW}": (None, "blank")}),
        ({f"{NEW}.state": "inferred"}, {f"fields/{NEW}": (3, "inferred")}),
        (
            {"remedies.review.total": 4, "remedies.review.total.state": "observed", "year": 2020},
            {"fields/remedies.review.total": (4, "observed"), "year": (2020, None)},
        ),
        ({"disclosure.fees.amount": 0.5}, {"fields/disclosure.fees.amount": (0.5, "observed")}),
        ({NEW: 3.0}, {}),
    ],
)
def test_corrections_in_the_row_of_a_report_come_back(tmp_path, book, edits, said):
    for column, value in edits.items():
        wide(book, column).value = value
    found = imported(tmp_path, book)
    assert {a.target: (a.value, a.state) for a in found} == said
    assert {a.decision for a in found} <= {"corrected"}


def test_both_sheets_may_say_the_same_and_not_different_things(tmp_path, book):
    wide(book, NEW).value = 5
    cell(book, "字段", NEW, "value").value = 5
    assert [a.value for a in effective(imported(tmp_path, book))] == [5]
    cell(book, "字段", NEW, "value").value = 6
    with pytest.raises(AnnotationFileError) as caught:
        imported(tmp_path, book)
    assert caught.value.problems[0].code == "contradiction"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [(NEW, "many", "value-unreadable"), (f"{NEW}.state", "seen", "unknown-label")],
)
def test_cells_of_a_report_that_cannot_be_are_refused_by_name(tmp_path, book, column, value, code):
    wide(book, column).value = value
    with pytest.raises(AnnotationFileError) as caught:
        imported(tmp_path, book)
    problem = caught.value.problems[0]
    assert (problem.code, problem.line) == (code, 3)
    assert "报告" in problem.file
    assert NEW in problem.reason


def test_a_corrected_place_is_kept_when_it_shows_the_value(tmp_path, book):
    at = TEXT.index("5 |")
    for column, value in (("value", 5), ("raw", "5"), ("start", at), ("end", at + 1)):
        cell(book, "字段", NEW, column).value = value
    (found,) = imported(tmp_path, book)
    assert (found.value, found.span, found.quote) == (5, (at, at + 1), "5")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("start", 0, "quote-differs"),
        ("end", 999, "outside-document"),
        ("value", "many", "value-unreadable"),
        ("state", "seen", "unknown-label"),
        ("id", "no.such", "unknown-label"),
        ("report", 7, "shape"),
        ("document", "cd" * 32, "unknown-document"),
        ("kind", "thing", "unknown-label"),
    ],
)
def test_rows_that_cannot_be_are_refused_with_their_line(tmp_path, book, column, value, code):
    wanted = cell(book, "字段", NEW, column)
    wanted.value = value
    if column == "state":
        cell(book, "字段", NEW, "value").value = 9
    with pytest.raises(AnnotationFileError) as caught:
        imported(tmp_path, book)
    problem = caught.value.problems[0]
    assert (problem.code, problem.line) == (code, wanted.row)
    assert "字段" in problem.file


def test_a_workbook_without_its_header_row_is_refused(tmp_path, book):
    book["字段"].delete_rows(2)
    with pytest.raises(AnnotationFileError) as caught:
        imported(tmp_path, book)
    assert caught.value.code == "shape"
