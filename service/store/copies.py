"""Which reports have nearly the same prose: found by their prints, told by their texts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from extractor.panel.model import prose_of
from extractor.panel.rules import load_across
from service.tables import prose_prints

SHARED = 2  # prints in common, from which on texts are compared
MOST = 5  # texts that are compared with one
_FORGET = delete(prose_prints).where(prose_prints.c.doc == bindparam("of"))


def note(connection: Connection, n: int, result: dict[str, Any], text: str) -> None:
    """Keep the prints of a document's reports."""
    from extractor.panel.prints import prints  # noqa: PLC0415 - numpy, in workers only

    rule = load_across().copied
    connection.execute(_FORGET, {"of": n})
    rows = [
        {"print": one, "doc": n, "report": number}
        for number, report in enumerate(result.get("reports", []))
        for one in set(prints(prose_of(report, text, rule.sections), rule))
    ]
    if rows:
        connection.execute(insert(prose_prints), rows)


def alike(connection: Connection, wanted: Sequence[int]) -> list[tuple[int, int]]:
    """The reports (document, number) that share most of these prints, the likest first."""
    shared = func.count()
    query = (
        select(prose_prints.c.doc, prose_prints.c.report)
        .where(prose_prints.c.print.in_(wanted))
        .group_by(prose_prints.c.doc, prose_prints.c.report)
        .having(shared >= SHARED)
        .order_by(shared.desc(), prose_prints.c.doc.desc())
        .limit(MOST + 1)
    )
    return [(row.doc, row.report) for row in connection.execute(query)]
