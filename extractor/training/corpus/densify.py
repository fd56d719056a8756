"""Densified seeds: each printed number of a real page replaced by another, non-zero one.

Needs the page and its stand-off annotations (`annotations/seeds`): the span of each printed
number. Cells that were printed stay printed, empty and lost ones stay so, all identities hold.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.forms import load_form
from extractor.training.corpus.marked import Edit, Mark, MarkedText
from extractor.training.corpus.numbers import (
    APPLICANTS,
    CHANNELS,
    RESULTS,
    Values,
    outcome_rows,
    row_field,
    table3_rows,
)
from extractor.training.corpus.solver import ContradictionError, settle

REACH = 400  # characters behind table 2 in which a block printed twice may stand
LONE_NUMBER = re.compile(r"(?<=[|\n\t])[ \t\u3000]*(\d+)[ \t\u3000]*(?=[|\n])")
FILLED_BY_FACT = {
    "requests.received": ("applications.new.total",),
    "review.cases": ("remedies.review.total",),
}


def read_annotations(path: Path) -> list[dict[str, Any]]:
    """The lines of one stand-off file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def densify(
    text: str, annotations: Iterable[dict[str, Any]], seed: int = 0
) -> tuple[str, dict[str, Any]]:
    """The page with other numbers, and its gold."""
    rng = random.Random(seed)
    reports: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rejected = []
    for one in annotations:
        if one["target"].startswith("rejected"):
            rejected.append(one)
        else:
            reports[one["report"]].append(one)
    out = MarkedText()
    out.add(text)
    edits: list[Edit] = []
    values: dict[int, Values] = {}
    for number, rows in sorted(reports.items()):
        values[number] = _new_values(rng, rows)
        edits += _edits(text, rows, values[number])
        _marks(out, number, rows)
    for one in rejected:
        start, end = (int(n) for n in one["value"].split(".."))
        out.marks.append(Mark("reject", one["target"].partition("/")[2], start, end))
    out.edit(edits)
    gold = {
        "length": len(out),
        "text": out.text,
        "reports": [_gold(out, n, rows, values[n]) for n, rows in sorted(reports.items())],
        "rejected": [{"span": [m.start, m.end], "reason": m.key} for m in out.of("reject")],
    }
    return out.text, gold


def _printed(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The cells whose numbers stand in a table, by form id."""
    cells = {}
    for one in rows:
        kind, _, id = one["target"].partition("/")
        if (
            kind in ("fields", "legacy")
            and one.get("span")
            and one.get("state") in ("observed", "inferred")
        ):
            cells[id] = one
    return cells


def _new_values(rng: random.Random, rows: list[dict[str, Any]]) -> Values:
    """New numbers for the printed cells; cells not printed count as they must."""
    cells = _printed(rows)
    if not cells:
        return {}
    form = next(r["value"] for r in rows if r["target"] == "form")
    for _ in range(1000):
        values = _table3(rng, cells, str(form)) | _table4(rng, cells)
        for id in cells:
            if id not in values:
                values[id] = rng.randint(1, 4000)
        if all(values[id] != 0 and values[id] != cell["value"] for id, cell in cells.items()):
            return {id: values[id] for id in cells}
    raise ValueError("no numbers fit the printed cells")


def _table3(rng: random.Random, cells: dict[str, dict[str, Any]], form: str) -> Values:
    form = "2019" if form == "2019" else "2021"
    values: Values = {}
    rows = outcome_rows(form)
    for column in APPLICANTS:
        printed = [r for r in rows if row_field(r, column) in cells]
        done = 0
        for row in rows:
            count = rng.randint(1, 400) if row in printed else 0
            values[row_field(row, column)] = count
            done += count
        out = rng.randint(1, 60) if row_field("carried_out", column) in cells else 0
        room = done + out - 1
        carried_in = (
            rng.randint(1, max(1, room // 2)) if row_field("carried_in", column) in cells else 0
        )
        values[row_field("processed_total", column)] = done
        values[row_field("carried_out", column)] = out
        values[row_field("carried_in", column)] = carried_in
        values[row_field("new", column)] = done + out - carried_in
    for row in table3_rows(form):
        values[row_field(row, "total")] = sum(values[row_field(row, c)] for c in APPLICANTS)
    return values


def _table4(rng: random.Random, cells: dict[str, dict[str, Any]]) -> Values:
    values: Values = {}
    for channel in CHANNELS:
        for result in RESULTS:
            id = f"remedies.{channel}.{result}"
            values[id] = rng.randint(1, 120) if id in cells else 0
        values[f"remedies.{channel}.total"] = sum(
            values[f"remedies.{channel}.{r}"] for r in RESULTS
        )
    return values


def _edits(text: str, rows: list[dict[str, Any]], values: Values) -> list[Edit]:
    cells = _printed(rows)
    edits = [
        Edit(cells[id]["span"][0], cells[id]["span"][1], str(value)) for id, value in values.items()
    ]
    second = [
        (c["span"], values[id])
        for id, c in cells.items()
        if ".new." not in id
        and (
            id.startswith("disclosure.")
            or (id.startswith("form2019.") and "other.natural" not in id)
        )
    ]
    if second:
        ordered = sorted(second)
        end = ordered[-1][0][1]
        taken = {tuple(c["span"]) for c in cells.values()}
        first_3 = min(
            (c["span"][0] for i, c in cells.items() if i.startswith("applications.")), default=end
        )
        again = [
            m
            for m in LONE_NUMBER.finditer(text, end, min(first_3, end + REACH))
            if (m.start(1), m.end(1)) not in taken
        ]
        # A block printed a second time says the same.
        edits += [
            Edit(m.start(1), m.end(1), str(ordered[i][1]))
            for i, m in enumerate(again[: len(ordered)])
        ]
    return edits


def _marks(out: MarkedText, number: int, rows: list[dict[str, Any]]) -> None:
    out.marks.append(Mark("report", str(number), *rows[0]["report_span"]))
    for one in rows:
        if one.get("span"):
            mark = Mark("target", one["target"], *one["span"])
            mark.info = {"report": number, "value": one["value"]}
            out.marks.append(mark)


def _gold(
    out: MarkedText, number: int, rows: list[dict[str, Any]], values: Values
) -> dict[str, Any]:
    span = next([m.start, m.end] for m in out.of("report") if m.key == str(number))
    mine = [m for m in out.of("target") if m.info["report"] == number]
    fields: dict[str, dict[str, Any]] = {}
    legacy: dict[str, dict[str, Any]] = {}
    gold: dict[str, Any] = {"span": span, "agency": [], "facts": [], "conflicts": []}
    for one in rows:
        kind, _, id = one["target"].partition("/")
        if kind in ("fields", "legacy"):
            place = fields if kind == "fields" else legacy
            place[id] = {"value": values.get(id, one["value"]), "state": one["state"]}
        elif kind == "facts":
            gold["facts"].append({"key": id, "value": one["value"]})
        elif kind in ("year", "form"):
            gold[kind] = one["value"]
        elif kind == "agency":
            gold["agency"].append(one["value"])
    gold["sections"] = [
        {"level": m.info["value"], "key": m.key.partition("/")[2], "title": out.quote(m)}
        for m in sorted(mine, key=lambda m: m.start)
        if m.key.startswith("sections/")
    ]
    _crosswalk(fields, values)
    _agree(fields, gold)
    _accept(fields)
    gold["spans"] = {
        "fields": {
            m.key.partition("/")[2]: [m.start, m.end]
            for m in mine
            if m.key.startswith(("fields/", "legacy/"))
        }
    }
    return gold | {"fields": fields} | ({"legacy": legacy} if legacy else {})


def _crosswalk(fields: dict[str, dict[str, Any]], values: Values) -> None:
    for one in load_form("2019"):
        if one.modern and one.id in values and fields[one.modern]["state"] == "crosswalk":
            fields[one.modern] |= {"value": values[one.id], "relation": one.relation}


def _agree(fields: dict[str, dict[str, Any]], gold: dict[str, Any]) -> None:
    """The prose keeps its numbers: where it now contradicts a table, both count as right."""
    for fact in gold["facts"]:
        for id in FILLED_BY_FACT.get(fact["key"], ()):
            field = fields[id]
            if field["value"] is not None and field["value"] != fact["value"]:
                field["accept"] = [field["value"], fact["value"]]
                gold["conflicts"].append(id)


def _accept(fields: dict[str, dict[str, Any]]) -> None:
    known = {i: f["value"] for i, f in fields.items() if f["value"] is not None}
    try:
        settled = settle(known)
    except ContradictionError:
        return
    for id, value in settled.items():
        fields[id].setdefault("accept", []).append(value)


def densify_folder(seeds: Path, annotations: Path, out: Path, seed: int = 0) -> list[str]:
    """Write the densified pages to OUT/docs and their gold to OUT/gold; the names written."""
    (out / "docs").mkdir(parents=True, exist_ok=True)
    (out / "gold").mkdir(parents=True, exist_ok=True)
    names = []
    for path in sorted(annotations.glob("*.jsonl")):
        text = (seeds / f"{path.stem}.txt").read_bytes().decode("utf-8")
        dense, gold = densify(text, read_annotations(path), seed)
        gold["source"] = f"{path.stem}.txt"
        (out / "docs" / f"{path.stem}.txt").write_bytes(dense.encode())
        (out / "gold" / f"{path.stem}.json").write_text(
            json.dumps(gold, ensure_ascii=False), "utf-8"
        )
        names.append(path.stem)
    return names
