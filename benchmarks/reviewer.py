"""A simulated reviewer: knows the truth of generated documents, and is wrong now and then."""

import hashlib
import random
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.annotations.model import Annotation
from extractor.training.corpus.document import Generated
from extractor.training.judging import Answer, right

WRONG = 0.02  # share of its answers that are wrong


def sha(one: Generated) -> str:
    """The id of a document."""
    return hashlib.sha256(one.data).hexdigest()


def answer(
    one: Generated, field: str, seen: Answer, rng: random.Random, looks: int = 1
) -> Annotation | None:
    """What the reviewer says of a field of the only report, shown what was read there (`seen`).

    A right answer is accepted as it stands. Where nobody could tell, as several readings fit, a
    number is struck out, and nothing is said of a null. With a second look (an audit) only a slip
    made twice stays.
    """
    truth = one.gold["reports"][0]
    cell = truth["fields"].get(field)
    if field in truth.get("undetermined", ()) or cell is None:
        if seen[0] is None:
            return None
        cell = {"value": None, "state": "absent"}
    kept = right(cell, seen)
    value, state = seen if kept else (cell["value"], cell["state"])
    span = truth["spans"]["fields"].get(field) if value == cell["value"] else None
    if rng.random() < WRONG**looks:
        value, state, span = mistaken(value, rng), "observed", None
    place = tuple(span) if span is not None and span[1] > span[0] and value is not None else None
    return Annotation(
        document=sha(one), length=len(one.text), report=0, report_span=tuple(truth["span"]),
        target=f"fields/{field}", value=value, state=state, span=place,
        quote=None if place is None else one.text[place[0] : place[1]], name=one.name,
        who="simulated", when="2026-01-01T00:00:00Z",
        provenance="review" if looks == 1 else "audit",
        decision="accepted" if (value, state) == tuple(seen) else "corrected",
    )  # fmt: skip


def mistaken(value: Any, rng: random.Random) -> int:
    """A slip: another number than the right one."""
    return int(value or 0) + rng.randint(1, 9)


def poisoned(said: Iterable[Annotation], forms: Mapping[tuple[str, int], str], form: str) -> Any:
    """The statements with every value of one form swapped for another: what must never be used."""
    for one in said:
        if forms.get((one.document, one.report)) != form:
            yield one
            continue
        values = {name: getattr(one, name) for name in Annotation.__dataclass_fields__}
        values.pop("id")
        changed = {
            "value": int(one.value or 0) + 1,
            "state": "observed",
            "span": None,
            "quote": None,
        }  # type: ignore[call-overload]
        yield Annotation(**{**values, **changed})
