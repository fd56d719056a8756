"""What must hold from one year to the next, and what must not be flagged."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from extractor.forms import modern_ids
from extractor.panel.across import checks_across, copied
from extractor.panel.model import Cell, Filed, cells_of, prose_of
from extractor.panel.prints import PRINTS, prints
from extractor.panel.rules import DATA, RuleError, load_across, load_indicators

OUT, IN = "applications.carried_out.total", "applications.carried_in.total"
ROW = "disclosure.normative_documents"


def filed(year: int, values: Mapping[str, float], **more: object) -> Filed:
    cells = {id: one if isinstance(one, Cell) else Cell(one, True) for id, one in values.items()}
    known = {"agency": "云溪县商务局", "form": "2021", "scope": "own", **more}
    return Filed(year=year, cells=cells, **known)  # type: ignore[arg-type]


def found(*reports: Filed, id: str) -> list[tuple[str, str, str | None]]:
    """(key, status, cause) of the checks of one id that say something."""
    made = [one for one in checks_across(reports) if one.id == id and one.status != "unknown"]
    return [(one.key, one.status, one.cause) for one in made]


def test_what_was_carried_out_is_carried_in() -> None:
    assert found(filed(2021, {OUT: 3}), filed(2022, {IN: 3}), id="carry-over") == [
        ("2022/total", "pass", None)
    ]
    (wrong,) = [
        one
        for one in checks_across([filed(2021, {OUT: 3}), filed(2022, {IN: 5})])
        if one.status == "fail"
    ]
    assert (wrong.id, wrong.expected, wrong.found, wrong.cause) == ("carry-over", 3, 5, "publisher")
    assert wrong.fields == (OUT, IN)
    for words in ("2021", "2022", "相差 2"):
        assert words in wrong.message


def test_a_value_in_review_leaves_the_cause_open() -> None:
    unsure = {OUT: Cell(3, settled=False)}
    assert found(filed(2021, unsure), filed(2022, {IN: 5}), id="carry-over") == [
        ("2022/total", "fail", "undecided")
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (filed(2021, {}), filed(2022, {IN: 5})),  # not stated
        (filed(2021, {OUT: Cell(3, True, same=False)}), filed(2022, {IN: 5})),  # a wider old cell
        (filed(2021, {OUT: 3}, scope="region"), filed(2022, {IN: 5})),  # with subordinates
        (filed(2020, {OUT: 3}), filed(2022, {IN: 5})),  # not the year before
    ],
)
def test_what_cannot_be_compared_fails_nothing(before: Filed, now: Filed) -> None:
    assert found(before, now, id="carry-over") == []


def test_stock_holds_in_the_modern_form_only() -> None:
    before = {f"{ROW}.in_force": 27}
    now = {f"{ROW}.issued": 4, f"{ROW}.repealed": 3, f"{ROW}.in_force": 30}
    (wrong,) = [
        one for one in checks_across([filed(2022, before), filed(2023, now)]) if one.id == "stock" and one.status == "fail"
    ]  # fmt: skip
    assert (wrong.expected, wrong.found, wrong.key) == (28, 30, f"2023/{ROW}")
    assert found(filed(2022, before, form="2019"), filed(2023, now), id="stock") == []
    right = {**now, f"{ROW}.in_force": 28}
    assert found(filed(2022, before), filed(2023, right), id="stock") == [
        (f"2023/{ROW}", "pass", None)
    ]


def test_a_gap_between_years_is_told_but_blames_nobody() -> None:
    made = [
        one for one in checks_across([filed(2019, {}), filed(2022, {})]) if one.id == "not-filed"
    ]
    assert [(one.key, one.status) for one in made] == [("2020", "unknown"), ("2021", "unknown")]


@pytest.mark.parametrize(
    ("agency", "year", "day", "status"),
    [
        ("云溪县商务局", 2022, date(2023, 1, 31), "pass"),
        ("云溪县商务局", 2022, date(2023, 2, 1), "fail"),
        ("云溪县人民政府", 2022, date(2023, 3, 31), "pass"),
        ("云溪县人民政府", 2022, date(2023, 4, 1), "fail"),
        ("云溪县商务局", 2016, date(2017, 3, 31), "pass"),
        ("云溪县商务局", 2016, date(2017, 4, 1), "fail"),
    ],
)
def test_late_after_the_day_of_its_kind(agency: str, year: int, day: date, status: str) -> None:
    assert [one[1] for one in found(filed(year, {}, agency=agency, published=day), id="late")] == [
        status
    ]


def test_late_says_nothing_where_the_day_is_not_known() -> None:
    assert found(filed(2022, {}), id="late") == []


def test_unlikely_is_far_from_all_other_years() -> None:
    id = "applications.new.total"

    def series(*values: float) -> list[tuple[str, str, str | None]]:
        return found(*(filed(2019 + n, {id: one}) for n, one in enumerate(values)), id="unlikely")

    assert series(12, 1500, 15, 11) == [(f"2020/{id}", "fail", "undecided")]
    assert series(900, 0, 1100) == [(f"2020/{id}", "fail", "undecided")]
    assert series(12, 100, 15) == []  # under ten times
    assert series(0, 40, 1) == []  # too small to say
    assert series(3, 4000) == []  # one other year says nothing
    wider = filed(2018, {id: Cell(9000, True, same=False)})
    rest = [filed(2019 + n, {id: 12}) for n in range(3)]
    assert found(wider, *rest, id="unlikely") == []  # a wider cell of an older form


def sentence(seed: int, length: int) -> str:
    """Characters that repeat in no other such text."""
    return "".join(
        chr(0x4E00 + (seed * 7919 + n * 613 + n * n * 17) % 20000) for n in range(length)
    )


def test_prose_that_stands_in_the_year_before_is_copied() -> None:
    mine, other = sentence(1, 600), sentence(2, 600)
    rule = load_across().copied
    again = filed(2023, {}, prose=mine[:570] + other[:30])
    before = filed(2022, {}, prose=mine)
    (check,) = copied(again, before, rule)
    assert (check.status, check.key) == ("fail", "2023/2022")
    (check,) = copied(filed(2023, {}, prose=other), before, rule)
    assert (check.status, check.found) == ("pass", 0.0)
    assert copied(filed(2023, {}, prose=mine[:100]), before, rule) == []  # too short to say
    (check,) = copied(replace_agency(again), before, rule)
    assert "云溪县商务局" in check.message


def test_texts_that_are_nearly_the_same_share_most_prints() -> None:
    rule = load_across().copied
    mine, other = sentence(1, 600), sentence(2, 600)
    wanted = set(prints(mine, rule))
    assert len(wanted) == PRINTS
    assert len(wanted & set(prints(mine[:570] + other[:30], rule))) >= PRINTS // 2
    assert wanted & set(prints(other, rule)) == set()
    assert prints(mine[:100], rule) == ()
    assert all(0 <= one < 2**62 for one in wanted)  # what a database's numbers hold


def replace_agency(one: Filed) -> Filed:
    return filed(one.year, {}, agency="石桥镇人民政府", prose=one.prose)


def test_a_report_of_a_result_becomes_cells_and_prose() -> None:
    text = "一、总体情况\n全年公开3条，收到申请5件。\n二、主动公开\n| 3 |\n"
    start = text.index("二、")
    report = {
        "review": [IN],
        "fields": {
            OUT: {"value": 3, "state": "observed", "relation": None},
            IN: {"value": 2, "state": "crosswalk", "relation": "broadMatch"},
            "applications.new.total": {"value": None, "state": "blank"},
        },
        "sections": [
            {"key": "overview", "level": 1, "span": [0, start], "title_span": [0, 6]},
            {"key": "disclosure", "level": 1, "span": [start, len(text)], "title_span": [start, start + 6]},
        ],
    }  # fmt: skip
    assert cells_of(report) == {OUT: Cell(3, True, True), IN: Cell(2, False, False)}
    assert prose_of(report, text, ("overview",)) == "全年公开条收到申请件"


def test_rules_that_name_unknown_fields_are_refused(tmp_path: Path) -> None:
    raw = json.loads((DATA / "indicators.json").read_text("utf-8"))
    raw["indicators"][0]["numerator"] = ["applications.nonsense"]
    wrong = tmp_path / "indicators.json"
    wrong.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(RuleError, match=r"applications\.nonsense"):
        load_indicators(wrong)
    raw = json.loads((DATA / "across.json").read_text("utf-8"))
    raw["stock"][0]["moved"] = "x"
    wrong.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(RuleError, match="moved"):
        load_across(wrong)


def test_the_carry_columns_are_those_of_the_form() -> None:
    pairs = load_across().carry
    for stem, side in (("applications.carried_out", 0), ("applications.carried_in", 1)):
        assert {pair[side] for pair in pairs} == {
            id for id in modern_ids() if id.rpartition(".")[0] == stem
        }
