"""Checks across the years of one agency, and of prose against other reports."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractor.checks.model import Check, Names
from extractor.panel.model import Cell, Filed
from extractor.panel.rules import Across, Copied, Stock, Unlikely, load_across

FORMAT = "国办公开办函〔2021〕30号"
MODERN = "2021"


def checks_across(
    reports: Sequence[Filed], rules: Across | None = None, names: Names | None = None
) -> list[Check]:
    """All checks of an agency's reports, one a year, the oldest first.

    `key` begins with the year that the check speaks about.
    """
    rules = rules or load_across()
    names = names or Names.of()
    found: list[Check] = []
    for before, now in pairwise(reports):
        if now.year == before.year + 1:
            found += _carried(before, now, rules.carry, names)
            found += [one for row in rules.stock for one in _stocked(before, now, row, names)]
            found += copied(now, before, rules.copied)
        else:
            found += [_missing(year) for year in range(before.year + 1, now.year)]
    for one in reports:
        found += _late(one, rules)
        others = [other for other in reports if other is not one]
        found += _unlikely(one, others, rules.unlikely, names)
    return found


def cells_of_check(check: Check) -> list[tuple[str, int]]:
    """The cells that a check across years speaks about: (field, year)."""
    year = int(check.key.partition("/")[0])
    before = {"carry-over": check.fields[:1], "stock": check.fields[:1]}.get(check.id, ())
    now = check.fields[1:] if check.id == "carry-over" else check.fields
    return [*((id, year - 1) for id in before), *((id, year) for id in now)]


def _alike(before: Filed, now: Filed) -> bool:
    """Whether both count the same: an agency's own figures, or those with its subordinates."""
    scopes = {before.scope, now.scope} - {None, "unknown"}
    return len(scopes) < 2


def _cause(*cells: Cell) -> str:
    """The publisher's where every value is settled: nobody has doubts how they read."""
    return "publisher" if all(one.settled for one in cells) else "undecided"


def _unknown(id: str, key: str, fields: tuple[str, ...]) -> Check:
    return Check(id, fields, "unknown", "info", None, None, None, "", FORMAT, key)


def _carried(
    before: Filed, now: Filed, carry: Iterable[tuple[str, str]], names: Names
) -> list[Check]:
    """What one year carried out is what the next carried in."""
    found = []
    for left, entered in carry:
        key = f"{now.year}/{entered.rpartition('.')[2]}"
        out, into = before.cells.get(left), now.cells.get(entered)
        fields = (left, entered)
        if out is None or into is None or not (out.same and into.same and _alike(before, now)):
            found.append(_unknown("carry-over", key, fields))
        elif out.value == into.value:
            found.append(
                replace(
                    _unknown("carry-over", key, fields),
                    status="pass",
                    expected=out.value,
                    found=into.value,
                )
            )
        else:
            message = (
                f"{before.year} 年度“{names.short(left)}”为 {out.value}，"
                f"{now.year} 年度“{names.short(entered)}”为 {into.value}，相差 {_gap(out.value, into.value)}。"
            )
            found.append(
                Check("carry-over", fields, "fail", "warning", _cause(out, into), out.value, into.value, message, FORMAT, key)
            )  # fmt: skip
    return found


def _gap(one: float, other: float) -> float:
    return round(abs(one - other), 6)


def _stocked(before: Filed, now: Filed, row: Stock, names: Names) -> list[Check]:
    """What was in force, and issued, less what was repealed, is in force: in the modern form."""
    if before.form != MODERN or now.form != MODERN:
        return []
    fields = (row.in_force, row.issued, row.repealed)
    key = f"{now.year}/{row.in_force.rpartition('.')[0]}"
    parts = [
        before.cells.get(row.in_force),
        *(now.cells.get(id) for id in (row.issued, row.repealed, row.in_force)),
    ]
    known = [one for one in parts if one is not None]
    if len(known) < len(parts) or not _alike(before, now):  # the form says that all are the same
        return [_unknown("stock", key, fields)]
    held, issued, repealed, left = (one.value for one in known)
    expected = held + issued - repealed
    if expected == left:
        return [
            replace(_unknown("stock", key, fields), status="pass", expected=expected, found=left)
        ]
    message = (
        f"“{names.short(row.in_force)}”：{before.year} 年度 {held}，{now.year} 年度制发 {issued}、废止 {repealed}，"
        f"应为 {expected}，文中为 {left}。"
    )
    return [
        Check("stock", fields, "fail", "warning", _cause(*known), expected, left, message, FORMAT, key)
    ]  # fmt: skip


def _missing(year: int) -> Check:
    """A year between two that are here: whether it was filed is not known, only that it is not here."""
    message = f"前后年度都有报告，未见 {year} 年度的。"
    return Check("not-filed", (), "unknown", "info", None, None, None, message, "", str(year))


def not_filed(year: int) -> Check:
    """A year that the roster names, with no report found."""
    message = f"名录列有 {year} 年度，未见报告。"
    return Check("not-filed", (), "fail", "warning", "undecided", None, None, message, "manifest", str(year))  # fmt: skip


def _late(one: Filed, rules: Across) -> list[Check]:
    """Published after its day, where the day of publishing is known."""
    if one.published is None:
        return []
    due = next(
        (
            rule for rule in rules.deadlines
            if rule.first <= one.year <= rule.last and one.agency.endswith(rule.ends)
        ),
        None,
    )  # fmt: skip
    if due is None:
        return []
    last = date(one.year + 1, due.month, due.day)
    late = one.published > last
    message = (
        f"{one.year} 年度报告于 {one.published.isoformat()} 发布，应不迟于 {last.isoformat()}。"
    )
    return [
        Check("late", (), "fail" if late else "pass", "warning" if late else "info", "publisher" if late else None,
              last.isoformat(), one.published.isoformat(), message if late else "", due.basis, str(one.year))
    ]  # fmt: skip


def _unlikely(one: Filed, others: Sequence[Filed], rule: Unlikely, names: Names) -> list[Check]:
    """A value many times all the other years', or all of them many times it."""
    found = []
    for id in rule.fields:
        cell = one.cells.get(id)
        held = [
            other.cells[id].value
            for other in others
            if id in other.cells and other.cells[id].same and _alike(other, one)
        ]
        if cell is None or not cell.same or len(held) < rule.years:
            continue
        low, high = min(held), max(held)
        above = cell.value >= rule.least and cell.value > rule.times * max(high, 1)
        below = low >= rule.least and low > rule.times * max(cell.value, 1)
        if not (above or below):
            continue
        message = (
            f"{one.year} 年度“{names.short(id)}”为 {cell.value}，其他年度在 {low} 至 {high} 之间。"
        )
        found.append(
            Check("unlikely", (id,), "fail", "info", "undecided", high if above else low, cell.value, message, "", f"{one.year}/{id}")
        )  # fmt: skip
    return found


def stretches(prose: str, length: int) -> frozenset[str]:
    """Every stretch of so many characters."""
    return frozenset(prose[i : i + length] for i in range(len(prose) - length + 1))


def copied(one: Filed, other: Filed, rule: Copied) -> list[Check]:
    """Prose that nearly all stands in another report: the year before's, or another agency's."""
    mine, theirs = stretches(one.prose, rule.length), stretches(other.prose, rule.length)
    if len(mine) < rule.least or len(theirs) < rule.least:
        return []
    share = len(mine & theirs) / len(mine)
    whose = (
        f"本机关 {other.year} 年度"
        if other.agency == one.agency
        else f"{other.agency} {other.year} 年度"
    )
    key = f"{one.year}/{other.year}" + ("" if other.agency == one.agency else f"/{other.agency}")
    fails = share >= rule.share
    message = f"{one.year} 年度正文有 {share:.0%} 与{whose}的相同（不计数字）。" if fails else ""
    return [
        Check("copied", (), "fail" if fails else "pass", "warning" if fails else "info", "publisher" if fails else None,
              None, round(share, 3), message, "", key)
    ]  # fmt: skip
