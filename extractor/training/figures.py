"""Figures of a set of judged documents, overall and by form, layout, damage and field group."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.forms import modern_ids
from extractor.training.collect import Collected
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.metrics import Points, as_json, measure, reliability, risk_coverage
from extractor.training.threshold import without_error

GROUP_RESAMPLES = 60  # for groups; the overall figures take metrics.RESAMPLES
WORST = 20


def figures(
    collected: Collected, scored: Points, threshold: float, *, resamples: int = 200
) -> dict[str, Any]:
    """Everything that card, metrics.json and the evaluation page tell, as plain JSON values."""
    made: dict[str, Any] = {
        "overall": _set(collected, scored, np.ones(len(scored), np.bool_), threshold, resamples),
        "by": {},
        "documents": len(collected.tags),
        "heads": _heads(collected),
        "headings": headings(collected),
        "worst": _worst(collected, scored, threshold),
        "needed_without_error": without_error(),
        **_curves(scored),
    }
    for name, groups in _groups(collected):
        made["by"][name] = {
            group: _set(collected, scored, mask, threshold, GROUP_RESAMPLES)
            for group, mask in sorted(groups.items())
        }
    return made


def _curves(scored: Points) -> dict[str, Any]:
    """What the page draws: [fields, mean confidence, share right] of each bin of confidence, and
    the columns of the risk-coverage curve (shares of fields kept, shares wrong among them)."""
    coverage, risk = risk_coverage(scored)
    return {
        "reliability": [list(one) for one in reliability(scored)],
        "risk_coverage": [coverage.tolist(), risk.tolist()],
    }


def _set(
    collected: Collected, scored: Points, mask: NDArray[np.bool_], threshold: float, resamples: int
) -> dict[str, Any]:
    """Figures over the fields whose truth is settled; open ones are told apart.

    A field that the document leaves open cannot be right: it counts for review and for wrong
    outside review, not for accuracy.
    """
    kind = collected.kind[mask]
    right = scored.right[mask]
    made: dict[str, Any] = as_json(
        asdict(measure(scored.where(mask), threshold, resamples=resamples))
    )
    settled = kind != OPEN
    made["accuracy of settled fields"] = _share(right[settled])
    made["stated numbers right"] = _share(right[(kind == ZERO) | (kind == NUMBER)])
    made["stated non-zero right"] = _share(right[kind == NUMBER])
    made["open fields"] = int((~settled).sum())
    outside = scored.confidence[mask] >= threshold
    made["open fields in review"] = _share(~outside[~settled])
    return made


def _share(flags: NDArray[np.bool_]) -> float | None:
    return float(flags.mean()) if len(flags) else None


def _groups(collected: Collected) -> Iterator[tuple[str, dict[str, NDArray[np.bool_]]]]:
    yield "form", _by(forms(collected))
    layouts = np.asarray([str(tag["layout"]) for tag in collected.tags])
    yield "layout", _by(layouts[collected.document] if len(collected) else layouts[:0])
    kinds = sorted({d for tag in collected.tags for d in tag["damage"] or ["none"]})
    by_damage = {}
    for damage in kinds:
        has = np.asarray([damage in (tag["damage"] or ["none"]) for tag in collected.tags])
        by_damage[damage] = has[collected.document]
    yield "damage", {k: v for k, v in by_damage.items() if v.any()}
    parts = [id.split(".")[0] for id in modern_ids()]
    each = np.asarray(parts)[collected.field]
    yield "field group", _by(each)


def forms(collected: Collected) -> NDArray[np.str_]:
    """The form of each field's report: one document may hold reports of several forms."""
    each = [form for tag in collected.tags for form in tag["forms"]]
    return np.repeat(np.asarray(each, np.str_), len(modern_ids()))


def _by(labels: NDArray[np.str_]) -> dict[str, NDArray[np.bool_]]:
    return {str(g): labels == g for g in np.unique(labels)}


def headings(collected: Collected) -> dict[str, int]:
    """How often a heading of one key was read as another: `gold>found` -> count."""
    total: Counter[str] = Counter()
    for tag in collected.tags:
        for name, count in tag["judged"].items():
            if name.startswith("heading:"):
                total[name.removeprefix("heading:")] += count
    return dict(sorted(total.items()))


def heading_counts(judged: Mapping[str, int]) -> tuple[int, int, int]:
    """Of headings as `heading:gold>found` counts them: how many are right, asked for, given."""
    right = asked = given = 0
    for name, times in judged.items():
        kind, _, pair = name.partition(":")
        if kind == "heading":
            gold, found = pair.split(">")
            right += times * (gold == found)
            asked += times * (gold != "none")
            given += times * (found != "none")
    return right, asked, given


def _heads(collected: Collected) -> dict[str, Any]:
    total: Counter[str] = Counter()
    for tag in collected.tags:
        total.update(tag["judged"])
        for name in ("reports", "reports_found", "spurious"):
            total[name] += tag[name]
    made: dict[str, Any] = {name: total[name] for name in ("reports", "reports_found", "spurious")}
    for name in ("agency", "year", "form"):
        good, bad = total[f"{name}:True"], total[f"{name}:False"]
        made[f"{name} right"] = good / (good + bad) if good + bad else None
    hits, wanted, given = heading_counts(total)
    made["headings recall"] = hits / wanted if wanted else None
    made["headings precision"] = hits / given if given else None
    for name, part, whole in (("recall", "found", "asked"), ("precision", "right", "given")):
        count = total[f"fact:{whole}"]
        made[f"facts {name}"] = total[f"fact:{part}"] / count if count else None
    return made


def _worst(collected: Collected, scored: Points, threshold: float) -> list[dict[str, Any]]:
    """The documents with most wrong outside review, then most wrong."""
    n = len(collected.tags)
    wrong = ~scored.right & (collected.kind != OPEN)
    hidden = ~scored.right & (scored.confidence >= threshold)
    by_wrong = np.bincount(collected.document[wrong], minlength=n)
    by_hidden = np.bincount(collected.document[hidden], minlength=n)
    order = sorted(range(n), key=lambda i: (-by_hidden[i], -by_wrong[i], collected.tags[i]["name"]))
    return [
        {
            "name": collected.tags[i]["name"],
            "form": collected.tags[i]["form"],
            "layout": collected.tags[i]["layout"],
            "damage": collected.tags[i]["damage"],
            "wrong outside review": int(by_hidden[i]),
            "wrong": int(by_wrong[i]),
            "reports not found": collected.tags[i]["reports"] - collected.tags[i]["reports_found"],
        }
        for i in order[:WORST]
        if by_hidden[i] or by_wrong[i]
    ]
