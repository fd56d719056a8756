"""How unlike what its model learned from each document is, and how that drifts."""

from typing import Any

from sqlalchemy import Connection, func, select

from extractor.artefacts import ArtefactError
from extractor.novelty import load_familiar
from extractor.registry import default_model_dir, model_id
from service.store.common import Row, replace
from service.tables import documents, traits

EXPECTED = 0.1  # share of documents like the training data that count as unlike: by definition
MONTHS = 24


def note(connection: Connection, doc: int, model: str, text: str) -> float:
    """Note a document's unlikeness, where its model can tell; it, or 0."""
    folder = default_model_dir()
    try:
        familiar = load_familiar(folder)
        if familiar is None or model_id(folder) != model:
            return 0.0
    except ArtefactError:
        return 0.0
    share = familiar.unlike(text)
    submitted = select(documents.c.created_at).where(documents.c.n == doc)
    month = str(connection.execute(submitted).scalar_one())[:7]
    row = {"doc": doc, "month": month, "model": model, "share": share,
           "is_unlike": int(share > familiar.limit)}  # fmt: skip
    replace(connection, traits, row)
    return share


def unlike(connection: Connection, doc: int) -> float:
    """What was noted of a document; 0 where nothing was."""
    found = connection.execute(select(traits.c.share).where(traits.c.doc == doc)).scalar()
    return float(found or 0.0)


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
