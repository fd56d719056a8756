"""What parts of the extractor are worth: the same held-out documents without each of them.

    python -m benchmarks.ablations [--documents N] [--first NUMBER] [--out docs/ablations.md]

The models of headings and prose stay as they are. To see what a part is worth for confidence, a
logistic regression over the evidence is fitted on one half of the documents of each variant and
measured on the other half.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from extractor.pipeline import Settings
from extractor.registry import default_model_dir
from extractor.training.collect import Collected, Request, collect
from extractor.training.contest import model_in_use
from extractor.training.figures import figures
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.metrics import measure, points

FIRST = 7_200_000_000  # numbers of documents that training and its figures do not use
COVERAGE = "coverage at 1% error"
COLUMNS = (
    "settled fields right",
    "stated numbers right",
    "stated non-zero right",
    "headings recall",
    "headings precision",
    "auroc",
    COVERAGE,
    "seconds a document",
)


@dataclass(frozen=True, slots=True)
class Variant:
    """The extractor without a part; `models` false: rules alone read headings and prose."""

    name: str
    settings: Settings = field(default_factory=Settings)
    models: bool = True


VARIANTS = (
    Variant("everything"),
    Variant("without the second reading", Settings(second_reading=False)),
    Variant("without identities", Settings(identities=False)),
    Variant("rules only for headings, stretches and prose", models=False),
)


def run(variant: Variant, request: Request) -> dict[str, float]:
    """The figures of one variant, by the names in COLUMNS."""
    with tempfile.TemporaryDirectory() as empty:
        folder = default_model_dir() if variant.models else Path(empty)
        with model_in_use(folder):
            collect(
                Request(request.split, request.first, 1), processes=1, settings=variant.settings
            )
            started = process_time()  # models are loaded by now
            found = collect(request, processes=1, settings=variant.settings)
            spent = process_time() - started
    return {
        **_shares(found),
        **_confidence(found),
        "seconds a document": spent / max(1, len(found.tags)),
    }


def _shares(found: Collected) -> dict[str, float]:
    nothing = points(np.zeros(len(found)), found.right, found.document)
    heads = figures(found, nothing, 0.5, resamples=0)["heads"]
    settled = found.kind != OPEN
    stated = (found.kind == ZERO) | (found.kind == NUMBER)
    return {
        "settled fields right": _mean(found.right[settled]),
        "stated numbers right": _mean(found.right[stated]),
        "stated non-zero right": _mean(found.right[found.kind == NUMBER]),
        "headings recall": heads["headings recall"] or 0.0,
        "headings precision": heads["headings precision"] or 0.0,
    }


def _confidence(found: Collected) -> dict[str, float]:
    """How well evidence tells right from wrong, learned on the even documents, told on the odd."""
    learn = (found.document % 2 == 0) & ~found.missing
    test = (found.document % 2 == 1) & ~found.missing
    line = make_pipeline(StandardScaler(), LogisticRegression(max_iter=300, random_state=0))
    if len(np.unique(found.right[learn])) < 2:
        return {"auroc": float("nan"), COVERAGE: float("nan")}
    line.fit(found.evidence[learn], found.right[learn])
    sure = line.predict_proba(found.evidence[test])[:, 1]
    made = measure(points(sure, found.right[test], found.document[test]), resamples=0).figures
    return {"auroc": made["auroc"].value, COVERAGE: made[COVERAGE].value}


def _mean(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(flags.mean()) if len(flags) else float("nan")


def table(rows: Mapping[str, Mapping[str, float]], request: Request) -> str:
    """The figures as Markdown."""
    lines = [
        "# Ablations",
        "",
        "Written by `python -m benchmarks.ablations`; do not edit.",
        "",
        f"n = {request.count} generated documents of split `{request.split}` from number "
        f"{request.first} on. The models of headings and prose were not fitted anew. AUROC and coverage: "
        "a logistic regression over the evidence, fitted on every second document, measured on the "
        "others; fields that the document leaves open count as wrong. Intervals are not computed: on few "
        "documents small differences mean nothing. Seconds are processor time, the document's making included.",
        "",
        "| variant | " + " | ".join(COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[c]:.4f}" for c in COLUMNS) + " |")
    return "\n".join([*lines, ""])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--first", type=int, default=FIRST)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args(arguments)
    request = Request("held-out", chosen.first, chosen.documents)
    rows = {}
    for variant in VARIANTS:
        sys.stderr.write(f"{variant.name}\n")
        rows[variant.name] = run(variant, request)
    made = table(rows, request)
    sys.stdout.write(made)
    if chosen.out:
        chosen.out.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
