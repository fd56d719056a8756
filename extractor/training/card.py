"""The model card: written by the training run from its figures, never by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

KEYS = ("accuracy of settled fields", "stated numbers right", "stated non-zero right")
MEASURED = (
    "auroc",
    "ece",
    "brier",
    "coverage at 0.1% error",
    "coverage at 1% error",
    "in review",
    "wrong outside review",
)


def write_card(metrics: Mapping[str, Any]) -> str:
    """The card of a model as Markdown, from its metrics.json."""
    return "\n".join(
        [
            *_head(metrics),
            *_promise(metrics),
            *_sets(metrics),
            *_answers(metrics),
            *_weak(metrics),
            "",
        ]
    )


def number(value: Any) -> str:
    """A figure for people: at most four decimals, an en dash where there was nothing to judge."""
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def interval(figure: Mapping[str, Any] | None) -> str:
    """A figure with its 95 % interval over documents."""
    if figure is None or figure["value"] is None:
        return "–"
    if figure["low"] is None:
        return number(float(figure["value"]))
    return f"{figure['value']:.4f} ({figure['low']:.4f}–{figure['high']:.4f})"


def _head(metrics: Mapping[str, Any]) -> Iterator[str]:
    yield "# Model card"
    yield ""
    yield "Written by `duibiao train` from `metrics.json`; do not edit."
    yield ""
    yield "## Data and splits"
    yield ""
    yield "| used for | documents | what |"
    yield "|---|---|---|"
    for entry in metrics["data"]:
        yield f"| {entry['for']} | {entry['documents']} | {entry['what']} |"
    confidence = metrics["confidence"]
    yield ""
    losses = ", ".join(f"{k} {v:.5f}" for k, v in sorted(confidence["log_loss"].items()))
    yield (
        f"Confidence: `{confidence['kind']}` (log loss on documents it never saw: {losses}). Which kind is "
        "preferred was settled after looking at these figures for lines and for trees; the share fitted "
        "on and the share asked in review in an earlier round, on other held-out documents and on the "
        "real ones. The program was mended while reading other documents, held-out wordings among them, "
        "and the real ones; the held-out documents of the figures themselves were not read. Documents for fitting carry none to six kinds of "
        "damage, those of the threshold and of the figures three to six. What the model says is bounded by what speaks "
        "against an answer, then made to come true as often as it says by a curve that never falls, learned from the documents "
        "for choosing (isotonic regression); which of two answers is the surer one stays."
    )
    yield ""


def _promise(metrics: Mapping[str, Any]) -> Iterator[str]:
    g = metrics["confidence"]["guarantee"]
    yield "## What the threshold guarantees"
    yield ""
    if g["certified"]:
        yield (
            f"Fields with confidence of {g['threshold']:.4f} or more are outside review. On **generated** "
            f"documents like the {g['documents']} of the calibration split, such a field of a random "
            f"document is wrong with probability at most {g['error']:.2%}, at {1 - g['delta']:.0%} "
            "certainty (learn-then-test, one betting e-value a threshold, documents as units)."
        )
    else:
        more = g["more_documents"]
        tail = (
            "no number of documents would do at this error rate"
            if more is None
            else f"about {more} more documents are needed at the present error rate"
        )
        yield (
            f"Not what was asked for. Threshold {g['threshold']:.4f} was {_chosen(g)}: "
            f"on the {g['documents']} generated documents it was chosen on: {number(g['in_review'])} "
            f"of fields in review, {number(g['wrong_outside'])} of the others wrong. They do not certify "
            f"{g['error']:.2%} at {1 - g['delta']:.0%} ({g['reason']}): {tail}."
        )
        if g.get("strict") is not None:
            yield ""
            yield (
                f"Whoever wants {g['error']:.2%} at {1 - g['delta']:.0%} certainty all the same has it with a threshold of "
                f"{g['strict']:.4f}, which puts {number(g['strict_review'])} of the fields of the same documents in review."
            )
        yield ""
        yield _level(g)
    if g.get("floor"):
        floor = g["floor"]
        yield ""
        yield (
            f"The threshold is no lower than {floor['threshold']:.4f}, that of the model `{floor['model']}`, which certified "
            f"{floor['level']:.2%} on {floor['documents']} documents: those of this run certify less."
        )
    unlike = metrics["confidence"].get("unlike", 0.0)
    yield ""
    yield (
        "Documents unlike what the models learned from (more lines and labels never met than all but a "
        f"tenth of generated ones have) are trusted less: {unlike:+.2f} on the log-odds of their fields, "
        "from generated documents that are unlike and from what audits found in such ones."
    )
    real = next((s for s in metrics["sets"] if s["real"]), None)
    n = real["figures"]["documents"] if real else 0
    need = metrics["needed_without_error"]
    yield ""
    yield (
        f"On **real** documents it guarantees nothing: n = {n}. Even without a single error, {need} "
        f"real documents are needed for the same promise, {max(0, need - n)} more."
    )
    yield ""


def _chosen(g: Mapping[str, Any]) -> str:
    floor = g.get("floor")
    if floor and floor["threshold"] == g["threshold"]:
        return "kept from an earlier model"
    return "chosen for the review that it asks"


def _level(g: Mapping[str, Any]) -> str:
    """The weaker promise that holds for a threshold where the one that was asked for does not."""
    level, sure = g.get("level"), f"{1 - g['delta']:.0%} certainty"
    if level is None:
        return f"**It guarantees nothing** at {sure}, not even a weaker promise."
    return (
        f"It guarantees less: on generated documents like these, a field outside review of a random "
        f"document is wrong with probability at most **{level:.2%}**, at {sure} (tested from the "
        "weakest promise on until one failed, for every threshold that might have been chosen)."
    )


def _sets(metrics: Mapping[str, Any]) -> Iterator[str]:
    for entry in metrics["sets"]:
        found = entry["figures"]
        kind = "real" if entry["real"] else "generated"
        yield f"## {entry['name']} ({kind}, n = {found['documents']})"
        yield ""
        yield from table({"all": found["overall"]}, "set")
        yield ""
        heads = ", ".join(f"{k} {number(v)}" for k, v in found["heads"].items())
        yield f"Reports: {heads}."
        yield ""
        for name, groups in found["by"].items():
            yield f"### By {name}"
            yield ""
            yield from table(groups, name)
            yield ""


def _answers(metrics: Mapping[str, Any]) -> Iterator[str]:
    """What people are asked of the held-out documents, where answers settle other fields."""
    found = metrics.get("answers")
    if not found or not found["reports"]:
        return
    reports, settled = found["reports"], found["settled"]
    wrong = found["wrong"] / settled if settled else 0.0
    yield "## What people are asked"
    yield ""
    yield (
        f"Reviews of the held-out reports (n = {reports}) were played, two slips in a hundred answers: {found['asked'] / reports:.1f} fields of a "
        f"report wait at first, {found['decisions'] / reports:.1f} answers are given until none waits. Of the {settled} fields "
        f"that were settled unasked {found['wrong']} are wrong ({wrong:.2%})."
    )
    yield ""


def table(groups: Mapping[str, Any], name: str) -> Iterator[str]:
    """A Markdown table, one line a group."""
    yield f"| {name} | documents | fields | " + " | ".join((*KEYS, *MEASURED, "bins")) + " |"
    yield "|" + "---|" * (len(KEYS) + len(MEASURED) + 4)
    for group, found in groups.items():
        cells = [number(found[key]) for key in KEYS]
        cells += [interval(found["figures"].get(key)) for key in MEASURED]
        yield (
            f"| {group} | {found['documents']} | {found['fields']} | "
            + " | ".join(cells)
            + f" | {found['occupied_bins']} |"
        )


def _weak(metrics: Mapping[str, Any]) -> Iterator[str]:
    yield "## Weaknesses"
    yield ""
    yield (
        "Generated documents are invented by rules: a kind of damage or wording that nobody thought "
        "of is not in any figure above but the real ones. Their errors are those of the generator too."
    )
    held = next((s for s in metrics["sets"] if not s["real"]), None)
    if held is None:
        return
    yield ""
    rows = [
        (found["figures"]["wrong outside review"]["value"] or 0.0, name, group, found)
        for name, groups in held["figures"]["by"].items()
        for group, found in groups.items()
    ]
    for value, name, group, found in sorted(rows, key=lambda r: (-r[0], r[1], r[2]))[:5]:
        yield (
            f"- {name} `{group}`: {value:.2%} wrong outside review, "
            f"{number(found['stated numbers right'])} of stated numbers right "
            f"({found['documents']} documents)."
        )
