"""Leave one seed out: python -m benchmarks.seeds_out [--work DIR] [--out docs/seeds_out.md]

The seeds are five real pages; their gold only ever judges. Here, and only here, the models are
taught four of them as if a person had decided every field, heading and fact, and judged on the
fifth: as it is, and with other, denser numbers in its tables. The pages are no part of the repository: without
the folder `shared` beside it (docs/development.md) there is nothing to do.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.gate import ROOT, SHARED
from benchmarks.simulation import SIZES
from extractor.annotations.files import read_annotations, write_annotations
from extractor.training.contest import model_in_use
from extractor.training.corpus.densify import densify_folder
from extractor.training.evaluate import collect_folder, reported
from extractor.training.reviewed import SPLIT
from extractor.training.train import Plan, Sizes, train

SAID = ROOT / "annotations" / "seeds"


@dataclass(frozen=True, slots=True)
class Counts:
    """Fields of a document: all, wrong, in review, and wrong outside review."""

    fields: int
    wrong: int
    review: int
    outside: int


def judged(model: Path, gold: Path, documents: Path) -> Counts:
    """The one document of a gold folder, read with a model folder."""
    with model_in_use(model):
        found = collect_folder(gold, documents)
        answers, threshold = reported(found, model)
    kept = answers.confidence >= threshold
    wrong = ~found.right
    return Counts(len(found), int(wrong.sum()), int(np.sum(~kept)), int((kept & wrong).sum()))


def lessons(names: Sequence[str], folder: Path) -> Path:
    """What gold says of some documents, as if a person had said it; all of them to be learned from."""
    said = [
        replace(one, provenance="manual")
        for name in names
        for one in read_annotations(SAID / f"{name}.jsonl")
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_annotations(folder / "said.jsonl", said)
    split = {one.document: "train" for one in said}
    (folder / SPLIT).write_text(json.dumps(split, sort_keys=True), "utf-8")
    return folder


def alone(name: str, gold: Path, home: Path) -> Path:
    """A gold folder with that of one document."""
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{name}.json").write_bytes((gold / f"{name}.json").read_bytes())
    return home


def left_out(names: Sequence[str], name: str, plan: Plan, work: Path) -> dict[str, Counts]:
    """A seed under the models that were taught nothing (those of the plan), and under those taught
    the other seeds."""
    base, model, home = plan.out, work / f"without-{name}", work / name
    if not model.exists():
        said = lessons([n for n in names if n != name], home / "said")
        seeds = SHARED / "seeds"
        train(
            replace(plan, out=model, annotations=said, documents=seeds, champion=base, split=said),
            _say,
        )
    dense = work / "dense"
    places = {
        "": (alone(name, SHARED / "gold", home / "gold"), SHARED / "seeds"),
        ", other numbers": (alone(name, dense / "gold", home / "dense"), dense / "docs"),
    }
    models = {"taught nothing": base, "taught the others": model}
    return {
        f"{told}{how}": judged(folder, *place)
        for how, place in places.items()
        for told, folder in models.items()
    }


def page(found: Mapping[str, Mapping[str, Counts]], sizes: Sizes, when: str) -> str:
    """The counts as Markdown."""
    lines = [
        "# One real page left out",
        "",
        f"Written by `python -m benchmarks.seeds_out`{when}; do not edit.",
        "",
        f"Models learned from {sizes.fit} generated documents (confidence; threshold from {sizes.calibration} more), and from four of the five real pages as",
        "if a person had decided every field, heading and fact of them; judged on the fifth, as it is and with other numbers in its",
        "tables. The rules were written with all five in view. Gold never teaches the models that come with the program.",
        "",
        "| page | models | fields | wrong | in review | wrong outside review |",
        "|---|---|---|---|---|---|",
    ]
    total: dict[str, list[int]] = {}
    for name, rows in found.items():
        for how, counts in rows.items():
            each = astuple(counts)
            lines.append(f"| {name} | {how} | " + " | ".join(map(str, each)) + " |")
            total[how] = [a + b for a, b in zip(total.get(how, [0] * 4), each, strict=True)]
    lines += [
        f"| all | {how} | " + " | ".join(map(str, each)) + " |" for how, each in total.items()
    ]
    return "\n".join([*lines, ""])


def _say(text: str) -> None:
    print(f"    {text}", file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print and write."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--fit", type=int, default=SIZES.fit, help="generated documents")
    parser.add_argument("--calibration", type=int, default=SIZES.calibration)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--cache", type=Path, help="of evidence; in WORK by default")
    parser.add_argument("--when", default="", help="date and machine, for the page")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    if not SHARED.is_dir():
        sys.exit(f"no seeds: {SHARED.name} is not there")
    work = given.work or Path(tempfile.mkdtemp(prefix="seeds-out-"))
    sizes = replace(SIZES, fit=given.fit, calibration=given.calibration)
    plan = Plan(work / "model", sizes, given.cache or work / "cache", steady=True, processes=1)
    if not plan.out.exists():
        train(plan, _say)
    densify_folder(SHARED / "seeds", SAID, work / "dense")
    names = sorted(path.stem for path in (SHARED / "gold").glob("*.json"))
    found = {name: left_out(names, name, plan, work) for name in names}
    made = page(found, sizes, given.when and f", {given.when}")
    sys.stdout.write(made)
    if given.out:
        given.out.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
