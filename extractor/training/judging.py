"""Whether an answer is right, as the project's scoring rule says, and which report is which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.confidence import FEATURES, as_matrix
from extractor.forms import modern_ids
from extractor.novelty import pieces_met
from extractor.pipeline import Settings, Understood, understand
from extractor.reading import read
from extractor.result import printed_titles

EMPTY_STATES = frozenset({"blank", "absent"})

# What the truth of a field is: open (several readings fit), null, zero, another number.
OPEN, EMPTY, ZERO, NUMBER = range(4)

Answer = tuple[int | float | None, str]


def right(gold: Mapping[str, Any], found: Answer | None) -> bool:
    """Whether value (and, for null, the state) is what gold says or accepts."""
    if found is None:
        return False
    value, state = found
    if value == gold["value"] and (value is not None or state in EMPTY_STATES):
        return True
    return value is not None and value in gold.get("accept", ())


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """How many characters two stretches share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def pair(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> list[int | None]:
    """For each gold stretch, the number of the found one that overlaps it most, used once."""
    free = set(range(len(found)))
    pairs: list[int | None] = []
    for stretch in gold:
        best = max(sorted(free), key=lambda i: overlap(stretch, found[i]), default=None)
        if best is None or overlap(stretch, found[best]) == 0:
            pairs.append(None)
        else:
            free.discard(best)
            pairs.append(best)
    return pairs


def field_judgements(
    gold: Mapping[str, Any], found: Mapping[str, Answer], ids: Sequence[str]
) -> list[bool]:
    """For each field whether it is right; what the document leaves open is never right.

    An undetermined field (several readings fit) must land in review: a careful reader could not
    confirm any answer, so no answer deserves confidence.
    """
    open_fields = frozenset(gold.get("undetermined", ()))
    return [
        id not in open_fields and id in gold["fields"] and right(gold["fields"][id], found.get(id))
        for id in ids
    ]


@dataclass(frozen=True, slots=True)
class Judged:
    """One document held against its gold: a row a field of each report, and figures in `tags`."""

    evidence: NDArray[np.float64]
    right: list[bool]
    missing: list[bool]
    kind: list[int]
    tags: dict[str, Any]
    pieces: tuple[int, ...] = ()  # what `novelty` makes of its text


def judge(data: bytes, name: str, gold: Mapping[str, Any], settings: Settings) -> Judged:
    """Run the pipeline over a document and judge every field of every report of its gold."""
    ids = modern_ids()
    found = understand(read(data, name), {}, settings)
    spans = [found.cleaned.to_source(r.stretch.span) for r in found.reports]
    reports = gold["reports"]
    pairs = pair([g["span"] for g in reports], [(s.start, s.end) for s in spans])
    evidence: list[Any] = [np.zeros((0, len(FEATURES)))]
    good: list[bool] = []
    missing: list[bool] = []
    heads: Counter[str] = Counter()
    for truth, at in zip(reports, pairs, strict=True):
        missing += [at is None] * len(ids)
        if at is None:
            evidence.append(np.zeros((len(ids), len(FEATURES))))
            good += [False] * len(ids)
            continue
        fields = found.reports[at].fields
        evidence.append(as_matrix([fields[id] for id in ids]))
        good += field_judgements(truth, {i: (f.value, f.state) for i, f in fields.items()}, ids)
        heads.update(_head_judgements(truth, found, at))
    kinds = [kind_of(truth, id) for truth in reports for id in ids]
    tags = {
        **_tags(name, gold),
        "judged": dict(heads),
        "reports": len(reports),
        "reports_found": sum(at is not None for at in pairs),
        "spurious": len(spans) - sum(at is not None for at in pairs),
    }
    seen = tuple(sorted(pieces_met(found.cleaned.text)))
    return Judged(np.concatenate(evidence), good, missing, kinds, tags, seen)


def kind_of(truth: Mapping[str, Any], id: str) -> int:
    """Whether the truth of a field is open, null, zero or another number."""
    field = truth["fields"].get(id)
    if field is None or id in truth.get("undetermined", ()):
        return OPEN
    if field["value"] is None:
        return EMPTY
    return ZERO if field["value"] == 0 else NUMBER


def _tags(name: str, gold: Mapping[str, Any]) -> dict[str, Any]:
    tags = gold.get("tags") or {}
    first = gold["reports"][0]["form"] if gold["reports"] else "none"
    return {
        "name": name,
        "form": str(tags.get("form") or first),
        "forms": _forms(gold),
        "layout": str(tags.get("layout") or "unknown"),
        "damage": sorted({str(d) for d in tags.get("damage") or ()}),
    }


def _forms(gold: Mapping[str, Any]) -> list[str]:
    """The form of each report: as the generator printed it where it says so, else as gold names it."""
    tags = gold.get("tags") or {}
    told = tags.get("reports") or []
    if len(told) == len(gold["reports"]):
        return [str(one["form"]) for one in told]
    if len(gold["reports"]) == 1 and tags.get("form"):
        return [str(tags["form"])]
    return [str(report["form"]) for report in gold["reports"]]


def _head_judgements(truth: Mapping[str, Any], found: Understood, at: int) -> Counter[str]:
    """Counts: agency, year, form right or wrong, for each heading `gold>found`, and of facts."""
    report = found.reports[at]
    forms = [truth["form"], *truth.get("form_accepted", ())]
    made = Counter(
        {
            f"agency:{report.identity.agency.value in truth['agency']}": 1,
            f"year:{report.identity.year.value == truth['year']}": 1,
            f"form:{report.form[0] in forms}": 1,
        }
    )
    text = found.document.text
    titles = printed_titles(report.sections, found.cleaned)
    ours = Counter(
        (s.key, title.of(text).strip()) for s, title in zip(report.sections, titles, strict=True)
    )
    accepted = {(s["key"], s["title"].strip()) for s in truth.get("sections_accepted", ())}
    for section in truth.get("sections", ()):
        title = section["title"].strip()
        same = next((k for k, t in ours if t == title and k == section["key"]), None)
        other = same or next((k for k, t in ours if t == title and (k, t) not in accepted), None)
        made[f"heading:{section['key']}>{other or 'none'}"] += 1
        ours.pop((other or "", title), None)
    for key, title in ours:
        if (key, title) not in accepted:
            made[f"heading:none>{key}"] += 1
    made.update(_fact_judgements(truth, {(f.key, f.value) for f in report.facts}))
    return made


def _fact_judgements(truth: Mapping[str, Any], given: set[tuple[str, Any]]) -> dict[str, int]:
    """How many facts gold asks for, how many of these were found, how many given, how many of those right."""
    asked, more = (
        {(f["key"], f["value"]) for f in truth.get(name, ())}
        for name in ("facts", "facts_accepted")
    )
    return {
        "fact:asked": len(asked),
        "fact:found": len(asked & given),
        "fact:given": len(given),
        "fact:right": len((asked | more) & given),
    }
