"""What fills a field: tables before older forms before prose before inference."""

import pytest

from extractor.fields import PART_BLANK, fill_fields
from extractor.forms import RELATIONS, load_form, load_forms, modern_ids, tables
from extractor.tables.readings import CellReading, TableReading
from extractor.tables.tokens import Token
from extractor.tables.values import parse_value
from extractor.types import Span, Statement


def reading(form, printed, lost=()):
    """A table in which the cells of `printed` were read; an empty text is an empty cell."""
    table = next(t for t in tables(form) if any(c.id in printed for r in t.rows for c in r.cells))
    cells, at = {}, 0
    for row in table.rows:
        for cell in row.cells:
            if cell.id in printed:
                text = printed[cell.id]
                token = Token(text, Span(at, at + len(text)), 0, 0, True, parse_value(text))
                cells[cell.id] = CellReading(cell, row, token if text else None, cell.id in lost)
                at += len(text) + 1
    assert set(cells) == set(printed)
    return TableReading(table, cells, Span(0, at), 1.0, {form: 1})


def said(field, value, confidence=0.9, **more):
    return Statement(field, value, Span(900, 902), confidence, **more)


NEW = "applications.new.total"


def test_all_200_fields_are_there_and_nothing_is_absent_not_zero():
    fields, legacy = fill_fields([], [])
    assert tuple(fields) == modern_ids()
    assert len(fields) == 200
    assert {(f.value, f.state) for f in fields.values()} == {(None, "absent")}
    assert legacy == {}


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("3", 3, "observed"),
        ("0", 0, "observed"),
        ("", None, "blank"),
        ("/", None, "blank"),
        ("无", None, "blank"),
    ],
)
def test_a_number_a_zero_a_blank_and_a_mark(text, value, state):
    fields, _ = fill_fields([reading("2021", {NEW: text})], [])
    assert (fields[NEW].value, fields[NEW].state) == (value, state)
    assert fields["applications.carried_in.total"].state == "absent"


PART = "applications.new.business"


@pytest.mark.parametrize(
    ("unrepeated", "short", "agreed", "value", "state"),
    [
        (False, 3.0, 0.4, 5, "observed"),  # empty cells were dropped: the leftmost place
        (True, 3.0, 0.4, None, "absent"),  # repeated lines were: any place
        (True, 3.0, 1.0, 5, "observed"),  # but the sums leave one place
        (True, 0.0, 1.0, 5, "observed"),  # the row is whole
    ],
)
def test_a_row_that_lost_repeated_cells_does_not_tell_its_columns(
    unrepeated, short, agreed, value, state
):
    page = reading("2021", {NEW: "5", PART: ""})
    page.unrepeated = unrepeated
    for cell in page.cells.values():
        cell.evidence.update(short=short, agreed=agreed)
    fields, _ = fill_fields([page], [], infer=False)
    assert (fields[NEW].value, fields[NEW].state) == (value, state)
    assert fields[NEW].alternatives == ([(5, "order")] if value is None else [])
    assert fields[PART].state == ("absent" if unrepeated and short else "blank")


@pytest.mark.parametrize(
    "cells",
    [
        ["licensing.decisions"],
        ["penalties.decisions", "normative_documents.newly_made"],
    ],
)
def test_what_an_older_form_does_not_tell_it_tells_no_modern_field(cells):
    """Repeated lines were dropped: an empty place says nothing, here as there."""
    page = reading("2019", {f"form2019.{cell}": "" for cell in cells})
    for unrepeated in (False, True):
        page.unrepeated = unrepeated
        for cell in page.cells.values():
            cell.evidence.update(short=3.0, agreed=1.0)
        fields, legacy = fill_fields([page], [], infer=False)
        made = {
            fields[cell.modern].state
            for cell in load_form("2019")
            if cell.id in legacy and cell.modern
        }
        assert made == {"absent" if unrepeated else "blank"}


def test_a_lost_label_makes_it_inferred_with_its_place():
    fields, _ = fill_fields([reading("2021", {NEW: "3"}, lost=(NEW,))], [])
    assert (fields[NEW].state, fields[NEW].raw, fields[NEW].span) == ("inferred", "3", Span(0, 1))


def test_yuan_become_ten_thousands_and_raw_stays():
    field = "disclosure.fees.amount"
    fields, _ = fill_fields([reading("2021", {field: "3700元"})], [])
    assert (fields[field].value, fields[field].raw) == (0.37, "3700元")


def test_table_before_older_form_before_prose():
    field, old = "disclosure.licensing.decisions", "form2019.licensing.decisions"
    modern, older = reading("2021", {field: "5"}), reading("2019", {old: "6"})
    fields, legacy = fill_fields([modern, older], [said(field, 7)])
    assert (fields[field].value, fields[field].state) == (5, "observed")
    assert legacy[old].value == 6
    fields, _ = fill_fields([older], [said(field, 7)])
    assert (fields[field].value, fields[field].state) == (6, "crosswalk")
    assert fields[field].alternatives == [(7, "prose")]
    fields, _ = fill_fields([], [said(field, 7)])
    assert (fields[field].value, fields[field].state) == (7, "narrative")
    assert fields[field].span == Span(900, 902)


@pytest.mark.parametrize("form", ["2019", "2014"])
def test_every_crosswalk_gives_its_relation(form):
    for cell in load_form(form):
        if cell.modern is None:
            continue
        fields, legacy = fill_fields([reading(form, {cell.id: "4"})], [])
        assert (fields[cell.modern].value, fields[cell.modern].state) == (4, "crosswalk")
        assert fields[cell.modern].relation == cell.relation
        assert cell.relation in RELATIONS
        assert legacy[cell.id].value == 4


SECRET, PRIVACY = "form2014.answers.refused.trade_secret", "form2014.answers.refused.privacy"
THIRD = "applications.refused.third_party_rights.total"


def test_narrower_cells_add_up_and_name_their_sources():
    fields, _ = fill_fields([reading("2014", {SECRET: "2", PRIVACY: "3"})], [])
    third = fields[THIRD]
    assert (third.value, third.state, third.relation) == (5, "crosswalk", "narrowMatch")
    assert third.span is None
    assert third.sources == (Span(0, 1), Span(2, 3))


def test_of_two_narrower_cells_one_blank_or_both():
    fields, _ = fill_fields([reading("2014", {SECRET: "2", PRIVACY: "/"})], [])
    assert (fields[THIRD].value, fields[THIRD].span) == (2, Span(0, 1))
    # Whether an empty part is none nobody says: no such sum is beyond review.
    assert fields[THIRD].evidence["agreed"] == PART_BLANK
    fields, _ = fill_fields([reading("2014", {SECRET: "", PRIVACY: "/"})], [])
    assert (fields[THIRD].value, fields[THIRD].state) == (None, "blank")


def test_nothing_is_inferred_over_a_crosswalk_from_2014():
    """0 requests in the old table say nothing of the modern table's columns."""
    fields, _ = fill_fields([reading("2014", {"form2014.requests.received": "0"})], [])
    assert fields[NEW].value == 0
    assert {f.state for id, f in fields.items() if id != NEW} == {"absent"}


def test_a_modern_zero_fills_its_parts():
    fields, _ = fill_fields([reading("2021", {NEW: "0"})], [])
    parts = [f for id, f in fields.items() if id.startswith("applications.new.") and id != NEW]
    assert {(f.value, f.state) for f in parts} == {(0, "inferred")}


def test_a_blank_stays_blank_and_the_identities_offer():
    row = [i for i in modern_ids() if i.startswith("applications.new.")]
    printed = dict(zip(row, ("1", "2", "", "0", "0", "0", "9"), strict=True))
    fields, _ = fill_fields([reading("2021", printed)], [])
    assert (fields[row[2]].value, fields[row[2]].state) == (None, "blank")
    assert (6, "identities") in fields[row[2]].alternatives


def test_an_absent_cell_is_inferred_from_its_row():
    row = [i for i in modern_ids() if i.startswith("applications.new.")]
    printed = dict(zip(row, ("1", "2", "", "0", "0", "0", "9"), strict=True))
    del printed[row[2]]
    fields, _ = fill_fields([reading("2021", printed)], [])
    assert (fields[row[2]].value, fields[row[2]].state) == (6, "inferred")
    assert fields[row[2]].span is None


def test_contradictory_prose_offers_both_and_settles_nothing():
    fields, _ = fill_fields([], [said(NEW, 0, 0.9), said(NEW, 7, 0.8)])
    assert fields[NEW].state == "narrative"
    assert {fields[NEW].value, *(v for v, _ in fields[NEW].alternatives)} == {0, 7}
    assert fields[NEW].evidence["disagree"] == 1.0
    assert {f.state for id, f in fields.items() if id != NEW} == {"absent"}


def test_prose_that_agrees_or_not_is_noted_at_the_table():
    for value, mark in ((3, 1.0), (4, -1.0)):
        fields, _ = fill_fields([reading("2021", {NEW: "3"})], [said(NEW, value)])
        assert fields[NEW].value == 3
        assert fields[NEW].evidence["prose_agrees"] == mark


def test_the_forms():
    assert [f.name for f in load_forms()] == ["2021", "2019", "2014"]
    assert len(set(modern_ids())) == 200
    for form in load_forms():
        assert all(f.modern is None or f.modern in modern_ids() for f in form)
        assert all((f.modern is None) == (f.relation is None) for f in form)
    shared = {t.number: t for t in tables("2019")}
    assert len(shared[3].rows) == 23
    assert shared[4].rows == next(t for t in tables("2021") if t.number == 4).rows


@pytest.mark.parametrize("values", [(5, 4), (4, 5, 4), (5, 0, 4)])
def test_two_counts_of_one_field_are_no_sure_answer(values):
    fields, _ = fill_fields([], [said(NEW, v) for v in values])
    found = fields[NEW]
    assert found.evidence["prose"] < 0.5
    assert found.evidence["unsure"] == 1.0
    assert {v for v, why in found.alternatives if why == "prose"} == set(values) - {found.value}


@pytest.mark.parametrize("values", [(5,), (5, 5), (5, 0), (0, 0)])
def test_one_count_however_often_is_as_sure_as_it_was_said(values):
    fields, _ = fill_fields([], [said(NEW, v) for v in values])
    assert fields[NEW].value == values[0]
    assert fields[NEW].evidence["prose"] == 0.9


@pytest.mark.parametrize(("agreed", "solved"), [(1.0, 1.0), (1 / 7, 1 / 7)])
def test_what_follows_from_a_number_is_no_surer_than_its_column(agreed, solved):
    """A zero alone in its row is taken for the total; nothing printed says so."""
    page = reading("2021", {NEW: "0"})
    page.cells[NEW].evidence["agreed"] = agreed
    fields, _ = fill_fields([page], [])
    assert (fields[PART].value, fields[PART].state) == (0, "inferred")
    assert fields[PART].evidence["agreed"] == solved


def test_what_follows_without_a_number_of_an_unsure_column_stays_sure():
    page = reading("2021", {NEW: "0", "applications.granted.total": "4"})
    page.cells["applications.granted.total"].evidence["agreed"] = 1 / 7
    fields, _ = fill_fields([page], [])
    assert fields[PART].evidence["agreed"] == 1.0
