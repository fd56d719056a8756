"""A simulated reviewer: knows the truth of generated documents, and is wrong now and then."""

import hashlib
import random
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.annotations.model import Annotation
from extractor.training.corpus.document import Generated

WRONG = 0.02  # share of its answers that are wrong


def sha(one: Generated) -> str:
    """The id of a document."""
    return hashlib.sha256(one.data).hexdigest()


def answer(  # noqa: PLR0913, PLR0917 - the last two have defaults
    one: Generated,
    report: int,
    field: str,
    rng: random.Random,
    provenance: str = "review",
    when: str = "2026-01-01T00:00:00Z",
) -> Annotation | None:
    """What the reviewer says of a field; None where nobody could tell (several readings fit)."""
    truth = one.gold["reports"][report]
    cell = truth["fields"].get(field)
    if cell is None:
        return None
    value, state = cell["value"], cell["state"]
    span = truth["spans"]["fields"].get(field)
    if rng.random() < WRONG:
        value, state, span = mistaken(value, rng), "observed", None
    place = tuple(span) if span is not None and span[1] > span[0] and value is not None else None
    return Annotation(
        document=sha(one), length=len(one.text), report=report, report_span=tuple(truth["span"]),
        target=f"fields/{field}", value=value, state=state, span=place,
        quote=None if place is None else one.text[place[0] : place[1]], name=one.name,
        who="simulated", when=when, provenance=provenance, decision="corrected",
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
