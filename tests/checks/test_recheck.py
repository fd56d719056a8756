"""Checks and derived values after corrections: what reading the corrected text would have given."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest

from extractor.checks import recheck
from extractor.consequences import follow
from extractor.identities import identities
from extractor.pipeline import extract_bytes
from extractor.types import FieldResult
from tests.tables import made

NEW = "applications.new.total"
SAMPLES = Path(__file__).parents[2] / "extractor" / "samples"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
IDENTITY = {one.check for one in identities()}


def say(
    report: dict[str, Any], id: str, value: Any, state: str = "observed", group: str = "fields"
) -> None:
    """What the service lays over an entry that a person decided."""
    entry = report[group].setdefault(
        id, {"raw": None, "span": None, "alternatives": [], "relation": None}
    )
    entry.update(value=value, state=state, reviewed_by="anna", confidence=1.0)


def after(machine: dict[str, Any], change: Any, given: Any = None) -> dict[str, Any]:
    """The report once `change` was made and its consequences drawn."""
    corrected = copy.deepcopy(machine)
    change(corrected)
    follow(corrected, machine)
    corrected["checks"] = recheck(corrected, machine, given or {})
    return corrected


def report_of(fields: dict[str, FieldResult] | None = None, **more: Any) -> dict[str, Any]:
    """A report as the result has it, with its identity checks."""
    entries = {
        id: {"value": f.value, "state": f.state, "raw": f.raw, "confidence": 0.9, "span": None, "sources": [],
             "relation": f.relation, "alternatives": [{"value": v, "why": w} for v, w in f.alternatives]}
        for id, f in (fields or {}).items()
    }  # fmt: skip
    single = {
        "agency": {"value": "松岭县园林局"},
        "year": {"value": 2023},
        "form": {"value": "2021"},
    }
    bare = {
        **single,
        "fields": entries,
        "legacy": {},
        "facts": [],
        "sections": [],
        "checks": [],
        "review": [],
    }
    bare |= more
    nothing = {**bare, "fields": {}, "form": {"value": None}}
    return {**bare, "checks": recheck(bare, nothing, {})}


def dense(seed: int, **changed: int) -> dict[str, FieldResult]:
    values = made.dense(seed) | changed
    return {id: FieldResult(v, "observed", str(v)) for id, v in values.items()}


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in report["checks"]}


def failing(report: dict[str, Any]) -> set[str]:
    return {one["key"] for one in report["checks"] if one["status"] == "fail"}


@pytest.mark.parametrize(
    "path", [*sorted(SAMPLES.iterdir()), *sorted(SEEDS.glob("*.txt"))], ids=lambda p: p.name
)
def test_without_a_correction_nothing_changes(path: Path) -> None:
    for report in extract_bytes(path.read_bytes(), path.name)["reports"]:
        assert after(report, lambda _report: None) == report


@pytest.mark.parametrize("seed", range(4))
def test_a_corrected_field_gives_the_checks_of_the_corrected_text(seed: int) -> None:
    """The oracle is the pipeline itself, on the text as it should have been read."""
    chosen = random.Random(seed)
    right = made.dense(seed)
    wrong_ids = chosen.sample(
        [id for id in right if id.startswith(("applications", "remedies"))], 3
    )
    wrong = right | {id: right[id] + 1 + n for n, id in enumerate(wrong_ids)}
    head = "松岭县园林局2023年政府信息公开工作年度报告\n"
    misread = extract_bytes((head + made.draw(wrong)).encode(), "a.txt")["reports"][0]
    read = extract_bytes((head + made.draw(right)).encode(), "a.txt")["reports"][0]
    assert failing(misread) & {k for k in failing(misread) if k.split("/")[0] in IDENTITY}

    def correct(report: dict[str, Any]) -> None:
        for id in wrong_ids:
            say(report, id, right[id])

    corrected = after(misread, correct)
    told = {key: (c["status"], c["expected"], c["found"]) for key, c in by_key(corrected).items()}
    assert told == {
        key: (c["status"], c["expected"], c["found"]) for key, c in by_key(read).items()
    }
    assert not [
        one
        for e in corrected["fields"].values()
        for one in e["alternatives"]
        if one["why"] in IDENTITY
    ]


def test_what_people_read_twice_alike_and_still_fails_is_the_publishers() -> None:
    fields = dense(3)
    fields[NEW].value += 7
    machine = report_of(fields)
    check = by_key(machine)[f"row-sum/{NEW}"]
    assert (check["status"], check["cause"]) == ("fail", "undecided")

    def accept(report: dict[str, Any]) -> None:
        for id in check["fields"]:
            say(report, id, report["fields"][id]["value"])

    assert by_key(after(machine, accept))[f"row-sum/{NEW}"]["cause"] == "publisher"

    def flag(report: dict[str, Any]) -> None:
        accept(report)
        report["fields"][NEW]["flagged"] = True

    assert by_key(after(machine, flag))[f"row-sum/{NEW}"]["cause"] == "undecided"


def test_a_wrong_correction_makes_checks_fail_and_offers_the_repair() -> None:
    machine = report_of(dense(4))
    assert failing(machine) == set()
    right = machine["fields"][NEW]["value"]
    corrected = after(machine, lambda report: say(report, NEW, right + 5))
    assert failing(corrected) == {f"row-sum/{NEW}", "column-balance/applications.carried_out.total"}
    assert {"value": right, "why": "row-sum"} in corrected["fields"][NEW]["alternatives"]


def test_blank_cells_are_counted_anew() -> None:
    fields = dense(5)
    ids = ["remedies.review.pending", "remedies.review.upheld"]
    for id in ids:
        fields[id].value, fields[id].state = None, "blank"
    machine = report_of(fields)
    key = "blank-cell/表四 行政复议、行政诉讼情况"
    assert by_key(machine)[key]["found"] == 2
    one = after(machine, lambda report: say(report, ids[0], 0))
    assert (by_key(one)[key]["status"], by_key(one)[key]["fields"]) == ("fail", ids[1:])
    both = after(machine, lambda report: [say(report, id, 0) for id in ids])
    assert by_key(both)[key]["status"] == "pass"


def test_prose_against_a_corrected_table() -> None:
    fields = dense(6)
    right = fields[NEW].value
    fields[NEW].value += 1
    fields[NEW].alternatives.append((right, "prose"))
    quarrel = {"id": "conflict", "key": f"conflict/{NEW}", "fields": [NEW], "status": "fail", "severity": "warning",
               "cause": "publisher", "expected": None, "found": None, "message": "m", "basis": "b"}  # fmt: skip
    machine = report_of(fields)
    machine["checks"].append(quarrel)
    assert (
        by_key(after(machine, lambda r: say(r, NEW, right)))[f"conflict/{NEW}"]["status"] == "pass"
    )
    still = by_key(after(machine, lambda r: say(r, NEW, right + 9)))[f"conflict/{NEW}"]
    assert still["status"] == "fail"
    assert str(right + 9) in still["message"]
    told = report_of(dense(6), facts=[{"key": "requests.received", "value": right, "span": [0, 1]}])
    assert failing(after(told, lambda r: say(r, NEW, right + 9))) >= {f"conflict/{NEW}"}

    def of_something_else(report: dict[str, Any]) -> None:
        report["facts"] = []
        say(report, NEW, right + 9)

    assert f"conflict/{NEW}" not in by_key(after(told, of_something_else))


def test_year_form_and_what_was_given() -> None:
    machine = report_of(dense(7), form={"value": "2019"})
    outdated = "outdated-form/2019"
    assert failing(machine) == {outdated}

    def put(**values: Any) -> Any:
        return lambda report: report.update(
            {k: {"value": v, "reviewed_by": "a"} for k, v in values.items()}
        )

    assert failing(after(machine, put(year=2020))) == set()
    assert failing(after(machine, put(form="2021"))) == set()
    given = {"year": "2023", "agency": "松岭县园林局"}
    assert failing(after(machine, put(year=2022), given)) == {outdated, "disagrees-with-given/year"}
    assert failing(after(machine, put(year=2020, agency="海州市水利局"), given)) == {
        "disagrees-with-given/year", "disagrees-with-given/agency",
    }  # fmt: skip


def test_a_period_is_held_against_the_year_that_a_person_gives() -> None:
    text = "松岭县园林局2023年政府信息公开工作年度报告\n统计期限为2022年1月1日至2022年12月31日。\n"
    machine = extract_bytes((text + made.draw(made.dense(8))).encode(), "a.txt")["reports"][0]
    machine["year"]["value"] = 2023
    check = {"id": "wrong-period", "key": "wrong-period/period", "fields": [], "status": "fail", "severity": "warning",
             "cause": "publisher", "expected": "2023年12月31日", "found": "2022年12月31日", "message": "m", "basis": "b"}  # fmt: skip
    machine["checks"] = [c for c in machine["checks"] if c["id"] != "wrong-period"] + [check]
    right = after(machine, lambda r: r["year"].update(value=2022, reviewed_by="a"))
    assert by_key(right)["wrong-period/period"]["status"] == "pass"
    other = by_key(after(machine, lambda r: r["year"].update(value=2021, reviewed_by="a")))
    assert other["wrong-period/period"]["expected"] == "2021年12月31日"


def test_parts_that_people_found_are_not_missing() -> None:
    text = "松岭县园林局2023年政府信息公开工作年度报告\n一、总体情况\n本局认真落实条例，主动公开信息12条。\n"
    tables = made.pipe(made.lines2(made.dense(9)))
    machine = extract_bytes((text + tables).encode(), "a.txt")["reports"][0]
    assert {"missing-section/problems", "missing-table/remedies"} <= failing(machine)
    span = {"span": [0, 9], "title_span": [0, 4], "level": 1, "reviewed_by": "anna"}

    def find(report: dict[str, Any]) -> None:
        report["sections"].append({"key": "problems", **span})
        say(report, "remedies.review.total", 0)

    found = failing(after(machine, find))
    assert not {"missing-section/problems", "missing-table/remedies"} & found
    gone = failing(after(machine, lambda r: r.update(sections=[])))
    assert gone == failing(machine) | {"missing-section/overview"}
    prose = after(machine, lambda r: r["form"].update(value="narrative", reviewed_by="anna"))
    assert not [key for key in failing(prose) if key.startswith("missing")]


def test_a_value_by_the_crosswalk_follows_its_legacy_cell() -> None:
    from extractor.forms import load_form  # noqa: PLC0415

    cell = next(c for c in load_form("2019") if c.relation == "closeMatch" and c.modern)
    modern = str(cell.modern)
    fields = {modern: FieldResult(4, "crosswalk", "4", relation="closeMatch")}
    old = {"value": 4, "state": "observed", "raw": "4", "confidence": 0.4, "span": [3, 4]}
    machine = report_of(fields, legacy={cell.id: old}, review=[modern])
    corrected = after(machine, lambda r: say(r, cell.id, 6, group="legacy"))
    entry = corrected["fields"][modern]
    assert (entry["value"], entry["state"], entry["relation"]) == (6, "crosswalk", "closeMatch")
    assert entry["machine"]["value"] == 4
    assert corrected["review"] == []

    def both(report: dict[str, Any]) -> None:
        say(report, cell.id, 6, group="legacy")
        say(report, modern, 9, "crosswalk")

    assert after(machine, both)["fields"][modern]["value"] == 9
    blank = after(machine, lambda r: say(r, cell.id, None, "blank", "legacy"))["fields"][modern]
    assert (blank["value"], blank["state"]) == (None, "blank")


def test_an_inferred_value_follows_the_fields_it_came_from() -> None:
    total = "remedies.review.total"
    identity = next(one for one in identities() if one.right == (total,))
    parts = list(identity.left)
    fields = {id: FieldResult(2, "observed", "2") for id in parts}
    fields[total] = FieldResult(8, "inferred")
    machine = report_of(fields)
    corrected = after(machine, lambda r: say(r, parts[0], 5))
    assert (corrected["fields"][total]["value"], corrected["fields"][total]["state"]) == (
        11,
        "inferred",
    )
    assert corrected["review"] == [total]
    unknown = after(machine, lambda r: say(r, parts[0], None, "blank"))["fields"]
    assert (unknown[total]["value"], unknown[total]["state"]) == (None, "absent")
    printed = {**fields, total: FieldResult(8, "inferred", "8")}
    kept = after(report_of(printed), lambda r: say(r, parts[0], 5))
    assert kept["fields"][total]["value"] == 8
    assert failing(kept) == {f"remedy-sum/{total}"}


def test_a_contradiction_takes_no_inferred_value_away() -> None:
    identity = next(one for one in identities() if one.right == ("remedies.review.total",))
    fields = {id: FieldResult(0, "inferred") for id in identity.left}
    fields[identity.right[0]] = FieldResult(0, "observed", "0")
    machine = report_of(fields)
    corrected = after(machine, lambda r: say(r, identity.left[0], 3))
    assert [corrected["fields"][id]["value"] for id in identity.left[1:]] == [0, 0, 0]
    assert failing(corrected) == {"remedy-sum/remedies.review.total"}
