"""How unlike what its model learned from each document is, and how that drifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from extractor.artefacts import ArtefactError
from extractor.novelty import load_familiar
from extractor.registry import default_model_dir
from service.store.common import Row, replace
from service.tables import documents, traits

EXPECTED = 0.1  # share of documents like the training data that count as unlike: by definition
MONTHS = 24
_SUBMITTED = select(documents.c.created_at).where(documents.c.n == bindparam("of"))
_SHARE = select(traits.c.share).where(traits.c.doc == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Trait:
    """The share of a document that was never met in training, and whether that is much."""

    share: float
    is_unlike: bool


def measured(result: Mapping[str, Any]) -> Trait | None:
    """A document's unlikeness by its result; None where its model cannot tell. Loads what the model
    learned from on first use, so nobody must be waiting for the database meanwhile."""
    from extractor.scoring import ModelError, load_scorer  # noqa: PLC0415 - numpy, in workers only

    share, folder = result["document"].get("unlike"), default_model_dir()
    try:
        familiar = None if share is None else load_familiar(folder)
        # The scorer knows its model's id; making it anew would read all artefacts again.
        if familiar is None or load_scorer(folder).id != result["model"]:
            return None
    except (ArtefactError, ModelError):
        return None
    return Trait(share, share > familiar.limit)


def note(connection: Connection, doc: int, model: str, trait: Trait) -> None:
    """Note a document's unlikeness under the month of its submission."""
    month = str(connection.execute(_SUBMITTED, {"of": doc}).scalar_one())[:7]
    row = {"doc": doc, "month": month, "model": model, "share": trait.share,
           "is_unlike": int(trait.is_unlike)}  # fmt: skip
    replace(connection, traits, row)


def unlike(connection: Connection, doc: int) -> float:
    """What was noted of a document; 0 where nothing was."""
    found = connection.execute(_SHARE, {"of": doc}).scalar()
    return float(found or 0.0)


def unlike_documents(connection: Connection, model: str) -> dict[int, float]:
    """The documents that are unlike what a model learned from, with their share."""
    query = select(traits.c.doc, traits.c.share).where(
        traits.c.model == model, traits.c.is_unlike == 1
    )
    return {int(row.doc): float(row.share) for row in connection.execute(query)}


def drift(connection: Connection) -> list[Row]:
    """By month of submission, newest first: documents, and how many are unlike."""
    query = (
        select(traits.c.month, func.count(), func.sum(traits.c.is_unlike))
        .group_by(traits.c.month)
        .order_by(traits.c.month.desc())
        .limit(MONTHS)
    )
    return [_month(*row) for row in connection.execute(query)]


def _month(month: str, count: int, found: Any) -> Row:
    return {"month": month, "documents": count, "unlike": int(found), "share": int(found) / count}
