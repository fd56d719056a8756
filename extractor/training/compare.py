"""Whether a new model may replace the one in use: both judged on the same documents.

The documents are those that no model was trained on. Everything is paired over documents: a
resample draws documents, and both models are measured on the same draw.
"""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.training.metrics import LEVELS, Figure, Points, as_json, paired, threshold_at
from extractor.training.slips import Mask, contested, excused

OVERALL = -0.001  # what the lower bound of a change may be, all documents together
EACH_FORM = -0.005
AUROC_NOISE = 0.0005  # a fall below this is none, nor is one that the interval does not confirm
COVERAGE = "coverage at 0.1% error"
AUROC = "auroc but for won fields"
TRUST = "confidence of right answers"
LESS_TRUST = -0.05  # no noise makes right answers that much less sure; people who deny them do
MOST_NAMED = 200  # fields won or lost that a verdict names


@dataclass(frozen=True, slots=True)
class Answers:
    """Judged answers of one model, a row a field: `names` (document#report/field) identify rows.
    `once`: the truth is what a person said of a field when asked, which nobody looked at again;
    None where there is no such field."""

    names: NDArray[np.str_]
    forms: NDArray[np.str_]
    points: Points
    once: Mask | None = None

    def said_once(self) -> Mask:
        return np.zeros(len(self.names), np.bool_) if self.once is None else self.once


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a model is refused. Codes: accuracy, coverage, trust, auroc, gold-field, sums, no-documents."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the challenger may be used, why not, and what changed for which fields.

    `contested` are fields of which it is sure, against what a person said once: worth a second look.
    """

    promoted: bool
    reasons: tuple[Reason, ...]
    documents: int
    changes: dict[str, dict[str, Figure]] = field(default_factory=dict)
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The verdict as JSON values; nan as null."""
        return as_json(asdict(self))  # type: ignore[no-any-return]


class UnpairedError(ValueError):
    """The two models were not judged on the same fields."""

    code = "unpaired"


def compare(
    champion: Answers,
    challenger: Answers,
    gold: tuple[Answers, Answers] | None = None,
    *,
    resamples: int = 300,
    seed: int = 0,
) -> Verdict:
    """The verdict on a challenger. `gold`: both models' answers on the gold documents.

    Raises UnpairedError where the rows differ.
    """
    for one, other in ((champion, challenger), *((gold,) if gold else ())):
        if not np.array_equal(one.names, other.names):
            raise UnpairedError(
                "两个模型判的不是同样的字段 / the two were judged on different fields"
            )
    reasons: list[Reason] = []
    changes: dict[str, dict[str, Figure]] = {}
    doubtful = np.zeros(len(champion.names), np.bool_)
    if not len(champion.names):
        reasons.append(Reason("no-documents", "", "没有可比的文件 / no documents to compare on"))
    else:
        both = champion.points, challenger.points
        once = champion.said_once()
        clear = _limits(both, ~once)
        doubtful = contested(both[1], once, clear[1])
        counted = ~excused(*both, once, clear)
        limits = _limits(both, counted)
        for where, mask in _parts(champion):
            found = _change(
                (both[0].where(mask), both[1].where(mask)),
                counted[mask],
                limits,
                (resamples, seed),
            )
            changes[where] = found
            reasons += _against(where, found)
    reasons += _newly_wrong(gold)
    pairs = [(champion, challenger), *([gold] if gold else [])]
    won = [n for a, b in pairs for n in a.names[b.points.right & ~a.points.right]]
    lost = [n for a, b in pairs for n in a.names[a.points.right & ~b.points.right]]
    return Verdict(
        not reasons,
        tuple(reasons),
        champion.points.documents,
        changes,
        tuple(map(str, won[:MOST_NAMED])),
        tuple(map(str, lost[:MOST_NAMED])),
        tuple(map(str, champion.names[doubtful][:MOST_NAMED])),
    )


def _limits(both: tuple[Points, Points], mask: Mask) -> tuple[float, float]:
    """The threshold for 0.1 % error of each model on some of the fields."""
    old, new = (threshold_at(one.where(mask), LEVELS[0]) for one in both)
    return old, new


def _parts(answers: Answers) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    yield "all", np.ones(len(answers.names), np.bool_)
    for form in np.unique(answers.forms):
        yield str(form), answers.forms == form


def _change(
    models: tuple[Points, Points],
    counted: Mask,
    limits: tuple[float, float],
    draws: tuple[int, int],
) -> dict[str, Figure]:
    """The changes that count; of fields not `counted` nobody knows whether the new model errs, so
    that they tell nothing of AUROC. Coverage of a form is what the threshold for 0.1 % error over all
    documents leaves outside review: a model that has lost trust in one form loses it there.
    AUROC is asked of all fields but those won: a layout that the old model cannot read at all is
    full of errors that are easy to tell, and a model that reads it would be blamed for having none."""
    before, after = models
    found = paired(before, after, limits, resamples=draws[0], seed=draws[1])
    review = found["in review"]
    both, rest = before.right & after.right, (before.right | ~after.right) & counted
    told = found
    if not rest.all():
        told = paired(before.where(rest), after.where(rest), resamples=draws[0], seed=draws[1])
    return {
        "accuracy": found["accuracy"],
        AUROC: told["auroc"],
        COVERAGE: Figure(-review.value, -review.high, -review.low),
        TRUST: Figure(_trust(after, both) - _trust(before, both)),
    }


def _trust(found: Points, right: NDArray[np.bool_]) -> float:
    """How sure the model is of answers that both give rightly, on average; nan without any."""
    return float(found.confidence[right].mean()) if right.any() else math.nan


def _against(where: str, found: dict[str, Figure]) -> Iterator[Reason]:
    least = OVERALL if where == "all" else EACH_FORM
    for key, code in (("accuracy", "accuracy"), (COVERAGE, "coverage")):
        change = found[key]
        low = change.value if math.isnan(change.low) else change.low
        if low < least:
            yield Reason(
                code,
                where,
                f"{where}: {key} {change.value:+.4f}，下界 / lower bound {low:+.4f} < {least:+.4f}",
            )
    if found[TRUST].value < LESS_TRUST:
        yield Reason(
            "trust", where, f"{where}: {TRUST} {found[TRUST].value:+.4f} < {LESS_TRUST:+.2f}"
        )
    fall, best = found[AUROC].value, found[AUROC].high
    beyond_chance = math.isnan(best) or best < 0
    if where == "all" and fall < -AUROC_NOISE and beyond_chance:
        yield Reason("auroc", where, f"AUROC 下降 / falls by {-fall:.4f}")


def _newly_wrong(gold: tuple[Answers, Answers] | None) -> Iterator[Reason]:
    if gold is None:
        return
    before, after = gold
    names = before.names[before.points.right & ~after.points.right]
    if len(names):
        yield Reason(
            "gold-field",
            str(names[0]),
            f"标准答案中 {len(names)} 个字段由对变错 / gold fields newly wrong: {len(names)}",
        )
