"""The exported workbook, corrected in a spreadsheet: what differs from the result is an annotation.

The sheets 字段, 旧表 and 正文数据 hold one value a row, 报告 a report with agency, year and form and,
in columns, each field with its state; the second header row names the columns. A row that says what the result says is no annotation, unless somebody
signed it (`reviewed_by`): then it was accepted.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from extractor.annotations.files import Problem
from extractor.annotations.model import Annotation, AnnotationError, Value, from_dict
from extractor.annotations.values import plain_number, read_number, read_year
from extractor.annotations.vocabulary import vocabulary

PROVENANCE = "import:xlsx"
MOST = 500_000_000  # bytes unpacked
CELLS = {"field": "fields", "legacy": "legacy", "fact": "facts"}
HEADS = ("agency", "year", "form")
REQUIRED = {
    "报告": ("document", "report", *HEADS),
    "字段": ("document", "report", "kind", "id", "value", "state"),
}

Row = dict[str, Any]
Result = Mapping[str, Any]
# The result that a workbook was made from, with its text, by document id; None: not at hand.
Origins = Callable[[str], tuple[Result, str] | None]


@dataclass(frozen=True, slots=True)
class Imported:
    """Annotations with the line that each stands in, and what was refused."""

    annotations: tuple[tuple[int, Annotation], ...]
    problems: tuple[Problem, ...]


def from_workbook(data: bytes, file: str, origins: Origins, who: str, when: str) -> Imported:
    """What a corrected workbook says beyond the results that it was made from."""
    made: list[tuple[int, Annotation]] = []
    problems: list[Problem] = []
    for sheet, line, row in _rows(data):
        try:
            document = origins(str(row.get("document") or ""))
            if document is None:
                raise AnnotationError(
                    "unknown-document", "找不到该文件的结果 / no result of that document"
                )
            reader = _heads if "kind" not in row else _cells
            made += [(line, a) for a in reader(row, *document, who, when)]
        except AnnotationError as error:
            problems.append(Problem(f"{file}[{sheet}]", line, error.code, str(error)))
    return Imported(tuple(made), tuple(problems))


def _rows(data: bytes) -> Iterator[tuple[str, int, Row]]:
    """Sheet title, line number and cells of every row of the sheets that can be corrected."""
    import openpyxl  # noqa: PLC0415 - slow to load

    _check_size(data)
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
        raise AnnotationError("shape", "不是可读的工作簿 / not a readable workbook") from error
    for title in book.sheetnames:
        kind = title.split(" ")[0]
        if kind not in ("报告", "字段", "旧表", "正文数据"):
            continue
        lines = book[title].iter_rows(values_only=True)
        next(lines, None)
        ids = [str(cell) for cell in next(lines, ())]
        lacking = [name for name in REQUIRED.get(kind, REQUIRED["字段"]) if name not in ids]
        if lacking:
            raise AnnotationError("shape", f"{title}: 缺少列 / missing column {lacking[0]}")
        for line, cells in enumerate(lines, 3):
            if any(cell is not None for cell in cells):
                yield title, line, dict(zip(ids, cells, strict=False))
    book.close()


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise AnnotationError("shape", "不是工作簿 / not a workbook") from error
    if total > MOST:
        raise AnnotationError("too-large", f"解压后过大 / more than {MOST} bytes unpacked")


def _report(row: Row, result: Result) -> tuple[int, Result]:
    number = row.get("report")
    reports = result["reports"]
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(reports):
        raise AnnotationError("shape", f"没有这一份报告 / no such report: {number!r:.20}")
    return number, reports[number]


def _base(row: Row, result: Result, text: str, signature: tuple[str, str]) -> Row:
    number, report = _report(row, result)
    return {
        "document": result["document"]["id"],
        "length": len(text),
        "report": number,
        "report_span": report["span"],
        "name": result["document"].get("name") or "",
        "who": str(row.get("reviewed_by") or signature[0]),
        "when": signature[1],
        "provenance": PROVENANCE,
    }


def _heads(row: Row, result: Result, text: str, who: str, when: str) -> Iterator[Annotation]:
    _, report = _report(row, result)
    for target in HEADS:
        said = (report.get(target) or {}).get("value")
        value = row.get(target)
        if target == "form" and value is not None:
            value = str(value)
        if target == "year" and value is not None:
            value = read_year(str(value))
        if value != said:
            yield from_dict(
                {
                    **_base(row, result, text, (who, when)),
                    "target": target,
                    "value": value,
                    "decision": "corrected",
                }
            )
    yield from _columns(row, report, (result, text), (who, when))


def _columns(
    row: Row, report: Result, origin: tuple[Result, str], signature: tuple[str, str]
) -> Iterator[Annotation]:
    """The fields of a report's row that say something else than the result, as rows of 字段 do."""
    for id, cell in report["fields"].items():
        state = f"{id}.state"
        if id not in row or state not in row:
            continue
        span = cell.get("span") or (None, None)
        one = {
            "document": row.get("document"),
            "report": row.get("report"),
            "kind": "field",
            "id": id,
            "value": row[id],
            "state": row[state],
            "start": span[0],
            "end": span[1],
        }
        try:
            yield from _cells(one, *origin, *signature)
        except AnnotationError as error:
            raise AnnotationError(error.code, f"{id}: {error}") from error


def _cells(row: Row, result: Result, text: str, who: str, when: str) -> Iterator[Annotation]:
    _, report = _report(row, result)
    kind = CELLS.get(str(row.get("kind")))
    if kind is None:
        raise AnnotationError("unknown-label", f"未知的类别 / unknown kind {row.get('kind')!r:.40}")
    target = f"{kind}/{row.get('id')}"
    if not vocabulary().knows(target):
        raise AnnotationError("unknown-label", f"未知的标注对象 / unknown target {target!r:.80}")
    span = _place(row, kind, text)
    before = _before(report, kind, row, span)
    value, state = _answer(row, kind)
    if kind != "facts" and value is not None and state in vocabulary().empty_states:
        state = "observed"  # a number was typed into an empty cell; its state was left as it was
    if kind != "facts" and value is None and state not in vocabulary().empty_states:
        state = "blank"
    same = before is not None and before == (value, state)
    if same and not row.get("reviewed_by"):
        return
    shown = span is not None and (same or _states(text[span[0] : span[1]], value))
    yield from_dict(
        {
            **_base(row, result, text, (who, when)),
            "target": target,
            "value": value,
            "state": state,
            "span": span if shown else None,
            "quote": text[span[0] : span[1]] if span is not None and shown else None,
            "decision": "accepted" if same else "corrected",
        }
    )


def _place(row: Row, kind: str, text: str) -> tuple[int, int] | None:
    start, end = row.get("start"), row.get("end")
    if start is None and end is None:
        return None
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(text):
        raise AnnotationError(
            "outside-document",
            f"{start!r:.20}..{end!r:.20} 超出文本 / outside the {len(text)} characters",
        )
    raw = row.get("raw")
    if kind != "facts" and raw is not None and _plain(str(raw)) != _plain(text[start:end]):
        raise AnnotationError(
            "quote-differs", f"引文与原文不符 / quote {raw!r:.40}, text {text[start:end]!r:.40}"
        )
    return start, end


def _plain(text: str) -> str:
    return "".join(text.split())


def _before(
    report: Result, kind: str, row: Row, span: tuple[int, int] | None
) -> tuple[Value, str | None] | None:
    """What the result said there; a fact is known by key and place."""
    if kind == "facts":
        for fact in report.get("facts", ()):
            if fact["key"] == row.get("id") and tuple(fact.get("span") or ()) == (span or ()):
                return fact["value"], None
        return None
    cell = report.get(kind, {}).get(row.get("id"))
    return (cell["value"], cell["state"]) if cell else None


def _answer(row: Row, kind: str) -> tuple[Value, str | None]:
    raw = row.get("value")
    if isinstance(raw, bool):
        raise AnnotationError("value-unreadable", "值不是数字 / not a number")
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        value: Value = None
    else:
        value = plain_number(float(raw)) if isinstance(raw, int | float) else read_number(str(raw))
    return value, None if kind == "facts" else str(row.get("state") or "observed")


def _states(quote: str, value: Value) -> bool:
    """Whether a stretch still shows a corrected value."""
    if value is None:
        return False
    try:
        return read_number(quote) == value
    except AnnotationError:
        return False
