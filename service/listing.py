"""Lists of documents by filters.

First the numbers of a page are found, by walking one index from the newest document down; then
their rows are read. So a page costs what it shows, however many documents there are.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, Select, select, text

from service import limits, views
from service.bodies import check_text
from service.problems import Code, Problem
from service.store import batches, search
from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import PARTIAL, batch_items, documents, report_checks, reports

NAMES = 200  # agencies that a part of a name may mean before reports are walked instead
SCANNED = 2_000  # candidates of a text search that are looked into for one page
# The contract's list; those across years are in the panel only, and no document has them.
CheckId = Literal[
    "column-balance", "outcome-sum", "row-sum", "remedy-sum", "conflict", "blank-cell", "not-a-count",
    "missing-section", "empty-section", "missing-table", "missing-row", "outdated-form", "wrong-period",
    "disagrees-with-given", "carry-over", "stock", "late", "not-filed", "copied", "unlikely",
]  # fmt: skip
Words = Annotated[str | None, Field(max_length=limits.SEARCH_LENGTH)]


class Filters(BaseModel):
    """Which documents; all given conditions hold for one and the same report."""

    model_config = ConfigDict(extra="ignore")

    agency: Words = Field(None, description="Part of the agency's name")
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    form: Literal["2021", "2019", "2014", "narrative"] | None = None
    scope: Literal["own", "region", "unknown"] | None = None
    check: Annotated[
        CheckId | Literal["any"] | None, Field(description="Has this check failing; `any` for some")
    ] = None
    in_review: bool | None = Field(None, description="Has fields that wait for a person")
    state: Literal["queued", "running", "done", "failed", "cancelled"] | None = None
    text: Words = Field(None, description="Words in the document, traditional or simplified")
    batch: Annotated[
        str | None, Field(pattern="^[0-9a-f]{24}$", description="Submitted in this batch")
    ] = None

    def checked(self) -> None:
        check_text(self.agency or "")
        check_text(self.text or "")


def _like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def report_conditions(connection: Connection, filters: Filters) -> list[Any]:
    """Conditions on one report."""
    found: list[Any] = []
    if _one_check(filters):
        found.append(report_checks.c.check_id == filters.check)
    for name in ("year", "form", "scope"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found.append(reports.c[name] == wanted)
    if filters.check == "any":
        found.append(_written("reports_failing"))
    if filters.in_review is not None:
        found.append(_written("reports_waiting" if filters.in_review else "reports_settled"))
    if filters.agency:
        found.append(_named(connection, filters.agency))
    return found


def _named(connection: Connection, words: str) -> Any:
    """Reports of agencies whose name has these words.

    The few names that fit are looked up first, so that their index finds the reports; where many
    fit, some of the newest reports fit too, and walking on from the newest is shorter.
    """
    found = names_with(connection, words)
    return has_words(reports.c.agency, words) if found is None else reports.c.agency.in_(found)


def names_with(connection: Connection, words: str) -> list[str] | None:
    """The agencies whose name has these words; None where they are many."""
    query = select(reports.c.agency).where(has_words(reports.c.agency, words)).distinct()
    found = list(connection.execute(query.limit(NAMES + 1)).scalars())
    return found if len(found) <= NAMES else None


def has_words(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return column.like(_like(words), escape="\\")


def _one_check(filters: Filters) -> bool:
    return filters.check not in (None, "", "any")


def _reports(filters: Filters) -> tuple[Any, Any]:
    """What conditions on reports select from, and the document's number in it."""
    if not _one_check(filters):
        return reports, reports.c.doc
    same = (reports.c.doc == report_checks.c.doc) & (reports.c.report == report_checks.c.report)
    return report_checks.join(reports, same), report_checks.c.doc


def _written(index: str) -> Any:
    """A condition in the words of its index: with a parameter in it the index would not serve."""
    return text(f"reports.{PARTIAL[index]}")


def _numbers(connection: Connection, filters: Filters, before: int | None) -> Select[Any]:
    """The numbers of matching documents, newest first."""
    conditions = report_conditions(connection, filters)
    source, number = _reports(filters) if conditions else (documents, documents.c.n)
    if conditions and filters.state:
        source = source.join(documents, documents.c.n == number)
    query = select(number).select_from(source).where(*conditions).order_by(number.desc())
    if conditions:
        query = query.distinct()
    if filters.state:
        query = query.where(documents.c.state == filters.state)
    if filters.batch:
        query = query.where(number.in_(_in_batch(connection, filters.batch)))
    if filters.text and (may := search.candidates(connection, filters.text)) is not None:
        query = query.where(number.in_(may))
    return query if before is None else query.where(number < before)


def _in_batch(connection: Connection, id: str) -> Select[Any]:
    batch = batches.get(connection, id)
    if batch is None:
        raise Problem(Code.NOT_FOUND, "没有该批次。There is no such batch.")
    return select(batch_items.c.doc).where(
        batch_items.c.batch == batch["n"], batch_items.c.doc.is_not(None)
    )


def select_documents(
    connection: Connection, filters: Filters, before: int | None, limit: int
) -> tuple[list[Row], int | None]:
    """Matching documents below the number `before`, newest first, and where the next page begins."""
    query = _numbers(connection, filters, before)
    if not filters.text:
        numbers = list(connection.execute(query.limit(limit + 1)).scalars())
        more = len(numbers) > limit
        return _rows(connection, numbers[:limit]), numbers[limit - 1] if more else None
    found: list[int] = []
    numbers = list(connection.execute(query.limit(SCANNED)).scalars())
    for n in numbers:
        if search.matches(connection, n, filters.text):
            found.append(n)
            if len(found) == limit:
                more = n != numbers[-1] or len(numbers) == SCANNED
                return _rows(connection, found), n if more else None
    return _rows(connection, found), numbers[-1] if len(numbers) == SCANNED else None


def _rows(connection: Connection, numbers: list[int]) -> list[Row]:
    found = connection.execute(
        select(documents).where(documents.c.n.in_(numbers)).order_by(documents.c.n.desc())
    )
    return [dict(row) for row in found.mappings()]


def matching_reports(
    connection: Connection, filters: Filters, numbers: list[int]
) -> dict[int, set[int]] | None:
    """Of each document the reports that fit; None where nothing is asked of reports."""
    conditions = report_conditions(connection, filters)
    if not conditions:
        return None
    source, number = _reports(filters)
    query = select(number, reports.c.report).select_from(source).where(number.in_(numbers))
    found: dict[int, set[int]] = {n: set() for n in numbers}
    for doc, report in connection.execute(query.where(*conditions)):
        found[doc].add(report)
    return found


def page(
    connection: Connection, filters: Filters, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of documents with their reports."""
    before = decode_cursor(cursor, int)[0] if cursor else None
    rows, following = select_documents(connection, filters, before, limit)
    summaries = _summaries(connection, [row["n"] for row in rows])
    items = [{**views.document(row), "reports": summaries.get(row["n"], [])} for row in rows]
    return {"items": items, "next": encode_cursor(following) if following is not None else None}


def _summaries(connection: Connection, numbers: list[int]) -> dict[int, list[Row]]:
    failing: dict[tuple[int, int], list[str]] = {}
    for row in connection.execute(select(report_checks).where(report_checks.c.doc.in_(numbers))):
        failing.setdefault((row.doc, row.report), []).append(row.check_id)
    found: dict[int, list[Row]] = {}
    query = (
        select(reports).where(reports.c.doc.in_(numbers)).order_by(reports.c.doc, reports.c.report)
    )
    for one in connection.execute(query).mappings():
        shown = {
            name: one[name]
            for name in (
                "report",
                "agency",
                "year",
                "form",
                "scope",
                "in_review",
                "values_given",
                "confidence",
            )
        }
        shown["failing"] = sorted(failing.get((one["doc"], one["report"]), []))
        found.setdefault(one["doc"], []).append(shown)
    return found
