"""The quality gate: figures that must not fall, pinned with the digests of what they rest on.

    python -m benchmarks.gate                      measure, compare, exit 1 where something fell
    python -m benchmarks.gate --pin                raise the floors to what is measured now
    python -m benchmarks.gate --pin --lower WHY    and lower those that fell; WHY stays in the file

`floors.json` carries a seal over its own content, so that a floor cannot be edited by hand without
the gate saying so; lowering one leaves a line in its history.
"""

import hashlib
import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click

from extractor.pipeline import extract_bytes
from extractor.runs.encoding import to_json
from extractor.training.judging import pair, right

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
HELD_OUT = ROOT / "annotations" / "held-out"
FLOORS = Path(__file__).parent / "floors.json"
# Figures of which less is better: their "floor" is a ceiling.
LESS_IS_BETTER = {
    "reports spurious",
    "in review",
    "wrong outside review",
    "calibration error",
    "brier",
}
# What floating point may do to a mean.
SLACK = 1e-9

Figures = dict[str, float]


def digest(files: Iterable[Path]) -> str:
    """One digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(files, key=lambda p: (p.parent.name, p.name)):
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def digests() -> dict[str, str]:
    """Of the gold of the seeds, where it is at hand, and of the held-out documents."""
    found = {"held-out": digest(p for p in HELD_OUT.rglob("*") if p.is_file())}
    if SHARED.is_dir():
        found["seeds"] = digest([*(SHARED / "gold").glob("*.json"), *(SHARED / "seeds").iterdir()])
    return found


def measure() -> dict[str, Figures]:
    """All figures: of the seeds by the common score, of the held-out documents by form."""
    found = measure_held_out()
    if SHARED.is_dir():
        found["seeds"] = measure_seeds()
    return found


def measure_seeds() -> Figures:
    """The figures of the common score over the seeds."""
    spec = spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((SHARED / "seeds").iterdir()):
            result = extract_bytes(path.read_bytes(), path.name)
            (Path(folder) / f"{path.stem}.json").write_bytes(to_json(result))
        figures, _ = module.score(SHARED / "gold", folder, SHARED / "seeds")
    return {name: float(value) for name, value in figures.items() if not math.isnan(value)}


def measure_held_out() -> dict[str, Figures]:
    """Shares of fields, stated numbers and non-zero ones right, by the form that was printed."""
    counts: dict[str, Counter[str]] = {}
    for path in sorted((HELD_OUT / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        data = (HELD_OUT / "docs" / gold["source"]).read_bytes()
        result = extract_bytes(data, gold["source"])
        places = pair([g["span"] for g in gold["reports"]], [r["span"] for r in result["reports"]])
        for truth, place in zip(gold["reports"], places, strict=True):
            count = counts.setdefault(f"held-out {truth['form']}", Counter())
            judge(truth, None if place is None else result["reports"][place], count)
    return {name: shares(count) for name, count in sorted(counts.items())}


def judge(truth: dict[str, Any], report: dict[str, Any] | None, count: Counter[str]) -> None:
    """Count what is right in one report; a report that was not found has nothing right."""
    found = report or {"fields": {}, "agency": {}, "year": {}, "review": []}
    count.update(
        {
            "reports": 1,
            "reports found": report is not None,
            "agency": found["agency"].get("value") in truth["agency"],
            "year": found["year"].get("value") == truth["year"],
        }
    )
    undetermined = set(truth.get("undetermined", ()))
    for id, want in truth["fields"].items():
        if id in undetermined:
            continue
        got = found["fields"].get(id)
        good = right(want, (got["value"], got["state"]) if got else None)
        kinds = ["fields"]
        if want["value"] is not None:
            kinds.append("stated numbers")
        if want["value"]:
            kinds.append("stated non-zero")
        for kind in kinds:
            count.update({kind: 1, f"{kind} right": good})
        if id not in found["review"]:
            count.update({"kept": 1, "kept wrong": not good})


def shares(count: Counter[str]) -> Figures:
    """Counts as shares; a share of nothing is left out."""
    whole = {
        "reports found": "reports", "agency": "reports", "year": "reports",
        "fields right": "fields", "stated numbers right": "stated numbers",
        "stated non-zero right": "stated non-zero",
    }  # fmt: skip
    found = {part: count[part] / count[all_] for part, all_ in whole.items() if count[all_]}
    if count["kept"]:
        found["wrong outside review"] = count["kept wrong"] / count["kept"]
    return found


def worse(name: str, now: float, pinned: float) -> bool:
    """Whether a figure fell behind its floor, or rose above its ceiling."""
    return now > pinned + SLACK if name in LESS_IS_BETTER else now < pinned - SLACK


def failures(now: dict[str, Figures], pinned: dict[str, Any], current: dict[str, str]) -> list[str]:
    """What does not hold, one line each."""
    lines = [] if seal(pinned) == pinned.get("seal") else ["floors.json was edited by hand"]
    for name, value in current.items():
        if pinned["digests"].get(name) != value:
            lines.append(f"{name}: the documents or their gold changed; pin again with a reason")
    for group, figures in pinned["floors"].items():
        if group == "seeds" and "seeds" not in current:
            continue  # not beside this repository
        for name, floor in figures.items():
            value = now.get(group, {}).get(name)
            if value is None:
                lines.append(f"{group}: {name} is no longer measured")
            elif worse(name, value, floor):
                lines.append(f"{group}: {name} is {value:.4f}, pinned {floor:.4f}")
    return lines


def seal(pinned: dict[str, Any]) -> str:
    """A digest of all that is pinned."""
    content = {key: value for key, value in pinned.items() if key != "seal"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def pin(
    now: dict[str, Figures], pinned: dict[str, Any], current: dict[str, str], reason: str | None
) -> dict[str, Any]:
    """New floors: raised to what is measured; lowered, or moved to other documents, only with a
    reason. Raises click.UsageError without one.
    """
    old = pinned.get("floors", {})
    fallen = [
        f"{group}: {name} {floor} -> {now.get(group, {}).get(name)}"
        for group, figures in old.items()
        for name, floor in figures.items()
        if (value := now.get(group, {}).get(name)) is None or worse(name, value, floor)
    ]
    moved = [n for n, d in current.items() if pinned.get("digests", {}).get(n, d) != d]
    if (fallen or moved) and not reason:
        raise click.UsageError("give --lower REASON for:\n" + "\n".join([*fallen, *moved]))
    history = list(pinned.get("history", []))
    if fallen or moved:
        history.append({"reason": reason, "lowered": fallen, "other documents": moved})
    fresh = {"digests": pinned.get("digests", {}) | current, "floors": now, "history": history}
    return fresh | {"seal": seal(fresh)}


def load_floors() -> dict[str, Any]:
    """What is pinned; empty before the first time."""
    found: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    return found


@click.command()
@click.option("--pin", "pinning", is_flag=True, help="raise the floors to what is measured now")
@click.option("--lower", metavar="WHY", help="with --pin: lower what fell, for this reason")
def main(pinning: bool, lower: str | None) -> None:
    """Measure and compare with the pinned floors."""
    now, current = measure(), digests()
    for group, figures in now.items():
        for name, value in figures.items():
            click.echo(f"{group:20} {name:24} {value:.4f}")
    if pinning:
        fresh = pin(now, load_floors(), current, lower)
        FLOORS.write_text(json.dumps(fresh, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return
    fallen = failures(now, load_floors(), current)
    for line in fallen:
        click.echo(f"FELL {line}", err=True)
    raise SystemExit(1 if fallen else 0)


if __name__ == "__main__":
    main()
