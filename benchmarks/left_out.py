"""Leave one kind of damage out: python -m benchmarks.left_out [--fit N] [--calibration N] [--held-out N]

For each kind of damage the confidence model and its threshold are fitted on documents without that
kind, and judged on held-out documents that have it. The models of headings, stretches and prose are
those of the model folder: they have met every kind, so what is measured is trust, and how well the
rules of tables carry over, not those models. Evidence comes from training's cache where it is at hand.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.training.collect import Collected, collect
from extractor.training.commands import default_cache
from extractor.training.confidence import fit_confidence, scored
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.train import generated

LEAST = 10  # held-out documents of a kind; fewer say nothing
PER_ROW = ("right", "missing", "kind", "field", "evidence")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Figures of one kind of damage that training never met; shares of fields."""

    kind: str
    documents: int
    stated_right: float
    in_review: float
    wrong_outside: float


def without(collected: Collected, kind: str, has: bool = False) -> Collected:
    """The documents that do not have a kind of damage, or with `has` those that do."""
    keep = [i for i, tag in enumerate(collected.tags) if (kind in tag["damage"]) is has]
    number = np.full(len(collected.tags), -1)
    number[keep] = np.arange(len(keep))
    rows: NDArray[np.bool_] = number[collected.document] >= 0
    return Collected(
        document=number[collected.document][rows],
        tags=tuple(collected.tags[i] for i in keep),
        pieces=tuple(collected.pieces[i] for i in keep),
        **{name: getattr(collected, name)[rows] for name in PER_ROW},
    )


def measure(kind: str, sets: Sequence[Collected]) -> LeftOut:
    """Fit without the kind, judge on what has it."""
    fit, calibration, held = sets
    fitted = fit_confidence(without(fit, kind), without(calibration, kind), steady=True)
    seen = without(held, kind, has=True)
    judged = scored(fitted.model, seen)
    outside = judged.confidence >= fitted.guarantee.threshold
    settled = seen.kind != OPEN
    stated = (seen.kind == ZERO) | (seen.kind == NUMBER)
    wrong = outside & settled & ~judged.right
    return LeftOut(
        kind,
        len(seen.tags),
        float(judged.right[stated].mean()) if stated.any() else float("nan"),
        1 - float(outside.mean()),
        float(wrong.sum() / max(1, len(judged))),
    )


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", type=int, default=2000)
    parser.add_argument("--calibration", type=int, default=2000)
    parser.add_argument("--held-out", type=int, default=2000)
    parser.add_argument("--cache", type=Path, default=default_cache())
    given = parser.parse_args()
    counts = {"fit": given.fit, "calibration": given.calibration, "held-out": given.held_out}
    sets = [collect(generated(use, n), cache=given.cache) for use, n in counts.items()]
    kinds = sorted({kind for tag in sets[2].tags for kind in tag["damage"]})
    print(
        "| damage left out | documents | stated numbers right | in review | wrong outside review |"
    )
    print("|---|---|---|---|---|")
    for kind in kinds:
        if sum(kind in tag["damage"] for tag in sets[2].tags) < LEAST:
            continue
        one = measure(kind, sets)
        print(
            f"| {one.kind} | {one.documents} | {one.stated_right:.4f} | {one.in_review:.4f} "
            f"| {one.wrong_outside:.5f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
