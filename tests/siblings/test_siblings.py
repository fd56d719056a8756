"""A correction carried over to a report of the same template: as a place, or not at all."""

from typing import Any

import pytest

from extractor.siblings.rows import cells_of, rows_of, unit_of
from extractor.siblings.template import ALIKE, bands_of, likeness, sketch_of
from extractor.siblings.transfer import lessons_of, suggestions
from tests.siblings.printed import CELL, ROWS, STRANGE, Printed


def offered(of: Printed, said: list[Any]) -> dict[str, Any]:
    found = suggestions(of.sheet, of.open, said)
    return {one.target.partition("/")[2]: one.value for one in found}


JOINTS = [" | ", "\t", "\n", "，", " ； ", "  "]


@pytest.mark.parametrize("joint", JOINTS)
def test_a_row_of_unknown_wording_is_offered_with_the_siblings_own_numbers(joint: str) -> None:
    first, other = Printed(1, joint), Printed(2, joint)
    found = suggestions(other.sheet, other.open, first.said())
    assert len(found) == 7
    for one in found:
        id = one.target.partition("/")[2]
        assert (one.value, one.state) == (other.truth[id], "observed")
        assert one.span is not None
        assert other.text[slice(*one.span)] == str(other.truth[id])


def test_one_correction_says_one_cell() -> None:
    first, other = Printed(1), Printed(2)
    said = lessons_of(first.sheet, first.decided(), [f"fields/{CELL}"])
    assert offered(other, list(said.values())) == {CELL: other.truth[CELL]}


@pytest.mark.parametrize("joint", [" | ", "\t"])
def test_empty_cells_are_counted_where_they_leave_a_trace(joint: str) -> None:
    gap = f"{STRANGE}.business"
    first, other = Printed(1, joint, empty=(gap,)), Printed(2, joint)
    assert offered(other, first.said()) == {
        id: other.truth[id] for id in other.truth if id.startswith(STRANGE)
    }
    back = offered(first, other.said())
    assert back[gap] is None
    assert back[CELL] == first.truth[CELL]


def test_a_blank_cell_is_blank_where_the_sibling_prints_nothing_there_either() -> None:
    gap = f"{STRANGE}.business"
    first, other = (Printed(seed, empty=(gap,)) for seed in (1, 2))
    said = lessons_of(first.sheet, first.decided(), [f"fields/{gap}"])
    found = suggestions(other.sheet, other.open, list(said.values()))
    assert [(one.value, one.state, one.span) for one in found] == [(None, "blank", None)]


def test_where_empty_cells_leave_no_trace_the_rest_of_the_row_is_carried_nowhere() -> None:
    one, another = f"{STRANGE}.business", f"{STRANGE}.research"
    first, other = Printed(1, "  ", empty=(one,), drop=True), Printed(2, "  ", empty=(one, another), drop=True)  # fmt: skip
    assert offered(other, first.said()) == {}


def test_what_is_not_printed_says_nothing() -> None:
    first, other = Printed(1), Printed(2)
    found = offered(other, first.said(total=99999))
    assert f"{STRANGE}.total" not in found
    assert len(found) == 6


def test_only_open_fields_are_offered_something_and_nothing_they_have() -> None:
    first, other = Printed(1), Printed(2)
    said = first.said()
    assert suggestions(other.sheet, [], said) == []
    other.report["fields"][CELL] |= {"value": other.truth[CELL], "state": "observed"}
    assert CELL not in offered(other, said)


def test_a_number_that_the_machine_is_sure_of_elsewhere_is_not_offered() -> None:
    first, other = Printed(1), Printed(2)
    said = first.said()
    place = first.sheet.place_at(None)
    assert place is None
    at = other.text.index(str(other.truth[CELL]))
    sure = "applications.granted.natural_person"
    other.report["fields"][sure]["span"] = [at, at + len(str(other.truth[CELL]))]
    assert CELL not in offered(other, said)
    other.report["review"].append(sure)
    assert offered(other, said)[CELL] == other.truth[CELL]


def test_a_number_set_beside_the_label_of_another_row_is_no_lesson() -> None:
    """Somebody mistook the row: its official label says so."""
    first, other = Printed(1), Printed(2)
    there = first.truth["applications.refused.third_party_rights.natural_person"]
    first.report["fields"]["applications.refused.third_party_rights.natural_person"] |= {
        "value": None, "state": "absent", "span": None,
    }  # fmt: skip
    assert CELL not in offered(other, first.said(natural_person=there))


@pytest.mark.parametrize(
    "change",
    [
        ("3.事关一方平安", "3.事关全县平安"),  # another wording
        ("2.其他法律行政法规禁止公开", "2.法律禁止公开的其他情形"),  # another row above
    ],
)
def test_other_labels_are_another_place(change: tuple[str, str]) -> None:
    first, other = Printed(1), Printed(2)
    said = first.said()
    other.text = other.text.replace(*change)  # the strange row's spans are none, others not asked
    other.report["span"] = [0, len(other.text)]
    assert offered(other, said) == {}


def test_another_template_gets_nothing() -> None:
    first, other = Printed(1), Printed(2)
    said = first.said()
    for key, label in ROWS.items():
        if key not in (STRANGE, "applications.refused.prohibited_by_law"):
            other.text = other.text.replace(label, f"另一种写法的{label[-3:]}")
    other.report["span"] = [0, len(other.text)]
    assert likeness(first.sheet.sketch or (), other.sheet.sketch or ()) < ALIKE
    assert offered(other, said) == {}


def test_a_place_that_the_report_has_twice_is_none() -> None:
    first, other = Printed(1), Printed(2)
    said = first.said()
    other.text += other.text
    other.report["span"] = [0, len(other.text)]
    assert offered(other, said) == {}


def test_a_number_struck_out_is_followed_where_the_very_same_was_misread_so() -> None:
    """A row of fewer numbers than the form's: only the misreading itself says what they are."""
    first, other = Printed(1, "  "), Printed(2, "  ")
    for one in (first, other):
        at = one.text.index("1.属于国家秘密")
        end = one.text.index("\n", at)
        one.text = one.text[:at] + "1.属于国家秘密  0  0  0".ljust(end - at) + one.text[end:]
        span = [at + len("1.属于国家秘密  "), at + len("1.属于国家秘密  ") + 1]
        one.report["fields"][CELL] = {"value": 0, "state": "observed", "span": span}
    decided = first.decided()
    decided["fields"][CELL] |= {"value": None, "state": "absent"}
    said = list(lessons_of(first.sheet, decided, [f"fields/{CELL}"]).values())
    assert [(one.own, one.print) for one in said] == [(False, "0")]
    found = suggestions(other.sheet, other.open, said)
    assert [(one.value, one.state) for one in found] == [(None, "absent")]
    at = other.text.index("1.属于国家秘密  0") + len("1.属于国家秘密  ")
    other.text = f"{other.text[:at]}7{other.text[at + 1 :]}"
    assert suggestions(other.sheet, other.open, said) == []  # it prints something else
    other.text = f"{other.text[:at]}0{other.text[at + 1 :]}"
    other.report["fields"][CELL] = {"value": None, "state": "absent", "span": None}
    assert suggestions(other.sheet, other.open, said) == []  # it was not misread so


def test_figures_beside_numbers_and_list_numbers_are_no_cells() -> None:
    text = "3.甲类事项  5{12.5%}  7（3.2%）  1,0\n第2条乙类事项：8\n"
    found = rows_of(text, (0, len(text)))
    assert [(row.label, [value.number for value in row.values]) for row in found] == [
        ("甲类事项", [5.0, 7.0, 1.0, 0.0]), ("第条乙类事项", [8.0]),
    ]  # fmt: skip


def test_cells_are_counted_by_what_parts_them() -> None:
    text = "甲类事项 | 1 |  | 3 |\n乙类事项 |  | 2 | 3 |\n丙类事项：4\n"
    found = rows_of(text, (0, len(text)))
    assert unit_of(found) == "|"
    assert [cells_of(row, "|") for row in found] == [(1, 3), (2, 3), None]


def test_reports_of_one_template_are_found_by_a_band() -> None:
    one, other = (Printed(seed).sheet.sketch for seed in (1, 2))
    assert one is not None
    assert other is not None
    assert set(bands_of(one)) & set(bands_of(other))
    assert sketch_of(rows_of("甲类事项 1\n乙类事项 2\n", (0, 14))) is None
