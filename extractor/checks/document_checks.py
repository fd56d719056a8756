"""Checks of what one document must hold: its parts, its cells, its period, what was given."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.checks.model import TABLE_NAMES, Check, Names
from extractor.forms import MODERN, load_form, tables
from extractor.types import Cleaned, FieldResult, Section, Span, Statement

if TYPE_CHECKING:  # the service rechecks without reading tables, which takes scipy
    from extractor.tables.readings import TableReading

REGULATION = "《中华人民共和国政府信息公开条例》第五十条"
FORMAT = "国办公开办函〔2021〕30号"
SECTIONS = {
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}
TABLE_SECTIONS = {"disclosure": 2, "applications": 3, "remedies": 4}
FIRST_YEAR_OF_SECTIONS = 2019
FIRST_YEAR_OF_MODERN = 2021
MIN_SECTION_TEXT = 4  # characters below which a section says nothing


def conflicts(
    fields: Mapping[str, FieldResult], statements: Iterable[Statement], names: Names
) -> list[Check]:
    """Prose against table and prose against prose, a field at a time."""
    said: dict[str, list[Statement]] = {}
    for statement in statements:
        said.setdefault(statement.field, []).append(statement)
    found = []
    for id, statements_here in said.items():
        values = {s.value for s in statements_here if not s.unsure}
        here = fields[id]
        in_table = here.state in ("observed", "crosswalk", "inferred") and here.value is not None
        if in_table and here.value is not None:
            approximate = {s.value for s in statements_here if s.approximate}
            values -= {v for v in approximate if abs(v - here.value) <= 0.1 * abs(here.value)}
            values.add(here.value)
        if len(values) < 2:
            continue
        listed = "、".join(str(v) for v in sorted(values))
        where = "正文与表格" if in_table else "正文前后"
        message = f"“{names.short(id)}”{where}不一致：{listed}。"
        found.append(
            Check(
                "conflict",
                (id,),
                "fail",
                "warning",
                "publisher",
                None,
                None,
                message,
                REGULATION,
                id,
            )
        )
    return found


def blank_cells(fields: Mapping[str, FieldResult], names: Names) -> list[Check]:
    """Statutory cells that are printed and hold nothing, a table at a time."""
    by_table: dict[str, list[str]] = {}
    for id, result in fields.items():
        if result.state == "blank":
            by_table.setdefault(names.table(id), []).append(id)
    return [
        Check("blank-cell", tuple(ids), "fail", "warning", "publisher", None, len(ids),
              f"{table}有 {len(ids)} 格空白或只有标记，应填 0 的也须填 0。", FORMAT, table)
        for table, ids in by_table.items()
    ]  # fmt: skip


def not_counts(fields: Mapping[str, FieldResult], names: Names) -> list[Check]:
    """Negative numbers and fractions where a count belongs."""
    found = []
    for id, result in fields.items():
        value = result.value
        if value is None or id.endswith(".amount"):
            continue
        if value < 0 or value != int(value):
            found.append(
                Check("not-a-count", (id,), "fail", "error", "undecided", None, value,
                      f"“{names.short(id)}”应为非负整数，文中为 {result.raw or value}。", FORMAT, id)
            )  # fmt: skip
    return found


def missing_parts(
    sections: Sequence[Section],
    readings: Sequence["TableReading"],
    text: str,
    year: int | None,
    form: str,
) -> list[Check]:
    """Statutory sections, tables and rows that are not there, and sections that say nothing."""
    if form not in ("2021", "2019") or (year is not None and year < FIRST_YEAR_OF_SECTIONS):
        return []
    found = []
    keys = {s.key: s for s in sections if s.level == 1}
    read = {r.table.number: r for r in readings}
    for key, title in SECTIONS.items():
        section = keys.get(key)
        number = TABLE_SECTIONS.get(key)
        if section is None:
            if number is None or number not in read:
                found.append(missing_section(key))
        elif number is None and len(_body(section, text)) < MIN_SECTION_TEXT:
            found.append(_part("empty-section", key, f"“{title}”部分没有内容。"))
        if number is not None and number not in read:
            ids = tuple(
                c.id for t in tables(MODERN) if t.number == number for r in t.rows for c in r.cells
            )
            found.append(
                Check("missing-table", ids, "fail", "error", "undecided", None, None,
                      f"没有找到{TABLE_NAMES[number]}的表格。", FORMAT, key)
            )  # fmt: skip
    for number, reading in read.items():
        found.extend(_missing_rows(number, reading))
    return found


def missing_section(key: str) -> Check:
    """A statutory section that is not there."""
    return _part("missing-section", key, f"缺少“{SECTIONS[key]}”部分。")


def _part(id: str, key: str, message: str) -> Check:
    return Check(id, (), "fail", "warning", "undecided", None, None, message, FORMAT, key)


def _body(section: Section, text: str) -> str:
    return Span(section.title_span.end, section.span.end).of(text).strip(" \n\r\t。:：|")


def _missing_rows(number: int | None, reading: "TableReading") -> list[Check]:
    if number is None:
        return []
    form = max(reading.forms, key=lambda f: reading.forms[f], default=reading.table.form)
    found = []
    for table in tables(form if number == 2 else reading.table.form):
        for row in table.rows if table.number == number else ():
            ids = tuple(c.id for c in row.cells)
            if not any(id in reading.cells for id in ids):
                label = row.label or row.group or row.key
                found.append(
                    Check("missing-row", ids, "fail", "warning", "undecided", None, None,
                          f"{TABLE_NAMES.get(number, '统计表')}缺少“{label}”一行。", FORMAT, row.key)
                )  # fmt: skip
    return found


def outdated_form(form: str, year: int | None) -> list[Check]:
    """The columns of an older form after its time."""
    if form not in ("2019", "2014") or year is None:
        return []
    last = int(load_form(form).years.split("-")[1])
    if year <= last:
        return []
    message = f"{year} 年度仍使用{load_form(form).source}的格式（适用至 {last} 年）。"
    return [
        Check(
            "outdated-form",
            (),
            "fail",
            "warning",
            "publisher",
            str(last),
            str(year),
            message,
            FORMAT,
            form,
        )
    ]


def disagreements(given: Mapping[str, str], agency: str | None, year: int | None) -> list[Check]:
    """What the user's manifest says otherwise than the document."""
    found = []
    if given.get("year") and year is not None and str(given["year"]).strip() != str(year):
        found.append(("year", str(given["year"]), str(year), "年度"))
    said = str(given.get("agency") or "").strip()
    if said and agency and said not in agency and agency not in said:
        found.append(("agency", said, agency, "机关名称"))
    return [
        Check("disagrees-with-given", (), "fail", "warning", "undecided", want, have,
              f"随附清单的{what}为“{want}”，文中为“{have}”。", "manifest", key)
        for key, want, have, what in found
    ]  # fmt: skip


_PERIOD_WORDS = ("统计期限", "数据期限", "统计时间", "统计数据", "数据统计")
_DATE = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_YEAR_END = (12, 31)
_SENTENCE = 80  # characters behind the word in which the period stands


def wrong_period(cleaned: Cleaned, span: Span, year: int | None) -> list[Check]:
    """A period of the statistics that is not the report's calendar year."""
    if year is None:
        return []
    text = span.of(cleaned.text)
    at = min((n for word in _PERIOD_WORDS if (n := text.find(word)) >= 0), default=-1)
    if at < 0:
        return []
    sentence = text[at : at + _SENTENCE].split("。")[0].replace(" ", "")
    dates = [(m[1], (int(m[2]), int(m[3]))) for m in _DATE.finditer(sentence)]
    if not dates:
        return []
    said_year, end = dates[-1][0] or dates[0][0], dates[-1][1]
    if end == _YEAR_END and said_year in (None, str(year)):
        return []
    found = f"{said_year or year}年{end[0]}月{end[1]}日"
    return [
        Check("wrong-period", (), "fail", "warning", "publisher", f"{year}年12月31日", found,
              period_message(found, year), REGULATION, "period")
    ]  # fmt: skip


def period_message(found: str, year: int) -> str:
    return f"统计期限截至{found}，不是 {year} 年全年。"
