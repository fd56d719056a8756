"""Rates: what is divided by what, and which reports count."""

import pytest

from extractor.panel.indicators import rates
from extractor.panel.model import Cell
from extractor.panel.rules import load_indicators

GRANTED, ALL = "applications.granted.total", "applications.processed_total.total"


def only(id: str) -> list[object]:
    return [one for one in load_indicators() if one.id == id]


def cells(granted: float | None, all: float | None, settled: bool = True) -> dict[str, Cell]:
    given = {GRANTED: granted, ALL: all}
    return {id: Cell(value, settled) for id, value in given.items() if value is not None}


def test_a_rate_counts_the_reports_that_state_all_of_it() -> None:
    reports = [
        (2021, cells(1, 4)), (2022, cells(9, 10, settled=False)), (2022, cells(0, 0)), (2022, cells(3, None)),
    ]  # fmt: skip
    (found,) = rates(only("granted"), reports)  # type: ignore[arg-type]
    assert found["formula"] == f"{GRANTED} / {ALL}"
    assert (found["numerator"], found["denominator"], found["rate"]) == (10, 14, 10 / 14)
    assert (found["n"], found["missing"], found["nothing_to_divide_by"], found["unsettled"]) == (2, 1, 1, 1)  # fmt: skip
    assert found["median"] == pytest.approx(0.575)
    assert [(one["year"], one["n"], one["rate"]) for one in found["by_year"]] == [
        (2021, 1, 0.25), (2022, 1, 0.9),
    ]  # fmt: skip


def test_a_wider_cell_of_an_older_form_is_no_part_of_a_rate() -> None:
    wider = {**cells(None, 4), GRANTED: Cell(3, True, same=False)}
    (found,) = rates(only("granted"), [(2014, wider), (2021, cells(1, 4))])  # type: ignore[arg-type]
    assert (found["n"], found["missing"], found["rate"]) == (1, 1, 0.25)


def test_without_reports_there_is_no_rate() -> None:
    (found,) = rates(only("granted"), [])  # type: ignore[arg-type]
    assert (found["rate"], found["median"], found["n"], found["by_year"]) == (None, None, 0, [])


def test_every_rate_is_a_share_of_what_it_is_part_of() -> None:
    for one in load_indicators():
        formula = one.formula
        assert formula.count(" / ") == 1
        assert len(set(one.numerator)) == len(one.numerator)
        assert len(set(one.denominator)) == len(one.denominator)
    refused = only("refused")[0]
    assert len(refused.numerator) == 8  # type: ignore[attr-defined]
