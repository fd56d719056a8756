"""What a careful reader can still say of a damaged grid: inferred, undetermined, or as printed.

Operators damage tables freely; afterwards this module looks at what is left and decides, so that
combinations of damage are judged as a whole.
"""

from itertools import combinations

from extractor.tables.glued import cuts_of
from extractor.training.corpus.numbers import COLUMNS, row_field, table3_rows
from extractor.training.corpus.tables import Cell, Row, Table

STRIP = (5, 5, 5)  # table 4 as the form prints it: three channels side by side

# Which columns of a row add up: (the total, its parts).
Sums = tuple[tuple[int, tuple[int, ...]], ...]
Placement = tuple[int | float | None, ...]


def judge(table: Table, form: str) -> set[str]:
    """Set `inferred` and `undetermined` in the cells; the fields that several readings fit."""
    lost: set[str] = set()
    if table.number == 3:
        lost |= _unlabelled(table, table3_rows("2019" if form == "2019" else "2021"))
        lost |= _slid3(table)
    elif table.number == 2:
        lost |= _unlabelled(table, tuple(dict.fromkeys(_statutory(table))))
        lost |= _slid(table)
    elif table.number == 4:
        lost |= _slid4(table)
    for row in table.rows:
        for cell in row.numbers():
            if cell.field in lost:
                cell.info["undetermined"] = True
    return lost


def glued(table: Table) -> set[str]:
    """The fields of rows whose digits, printed without anything between, may be cut in several ways."""
    lost: set[str] = set()
    for row in table.body():
        cells = row.numbers()
        text = "".join(cell.text for cell in cells)
        sides = STRIP if len(cells) == sum(STRIP) else (len(cells),)
        if len(cells) > 1 and not (text.isdecimal() and len(cuts_of(text, sides)) == 1):
            lost.update(cell.field for cell in cells if cell.field)
            for cell in cells:
                cell.info["undetermined"] = True
    return lost


def _statutory(table: Table) -> list[str]:
    return [r for r in table.flags if r.startswith("row:")] or [r.key for r in table.body()]


def _fields(key: str) -> list[str]:
    if key.startswith(("disclosure.", "form2019.")) and key != "form2019.other":
        return []
    return [row_field(key, c) for c in COLUMNS]


def _unlabelled(table: Table, keys: tuple[str, ...]) -> set[str]:
    """Rows without label: settled where as many rows stand as the form has between two labels."""
    lost: set[str] = set()
    body = [r for r in table.body() if r.key in keys and "repeated" not in r.flags]
    at, previous = 0, -1
    while at < len(body):
        if "unlabelled" not in body[at].flags:
            previous = keys.index(body[at].key)
            at += 1
            continue
        run = []
        while at < len(body) and "unlabelled" in body[at].flags:
            run.append(body[at])
            at += 1
        end = keys.index(body[at].key) if at < len(body) else len(keys)
        slots = keys[previous + 1 : end]
        settled = len(slots) == len(run)
        for row in run:
            for cell in row.numbers():
                cell.info["inferred"] = True
                if not settled and cell.field:
                    lost.add(cell.field)
        if not settled:
            lost.update(f for key in slots for f in _fields(key))
    return lost


def _dropped(row: Row) -> list[Cell]:
    return [c for c in row.numbers() if "dropped" in c.info]


def _slid(table: Table) -> set[str]:
    """Rows of table 2 whose numbers moved left: unsure, unless the row has one cell."""
    lost: set[str] = set()
    for row in table.body():
        cells = [c for c in row.numbers() if c.field]
        gone = _dropped(row)
        if gone and len(gone) < len(cells):
            lost.update(c.field for c in cells if c.field)
    return lost


def _value(cell: Cell) -> int | float | None:
    value = cell.info.get("value")
    return value if isinstance(value, int | float) else None


def _channels(width: int) -> Sums:
    """The sums of a row of table 4: five columns a channel, the last of which is their total."""
    firsts = range(0, width, 5)
    return tuple((first + 4, tuple(range(first, first + 4))) for first in firsts)


def placements(
    printed: list[int | float], width: int = 7, sums: Sums = ((6, (0, 1, 2, 3, 4, 5)),)
) -> list[Placement]:
    """The ways to put a row's numbers, in order, into its columns so that they add up; those
    without some total only where none has them all."""
    size = len(printed)
    found: list[Placement] = []
    loose: list[Placement] = []
    for places in combinations(range(width), size):
        row: list[int | float | None] = [None] * width
        for place, value in zip(places, printed, strict=True):
            row[place] = value
        totals = [row[total] for total, _ in sums]
        parts = [sum(row[at] or 0 for at in columns) for _, columns in sums]
        if any(
            total is not None and total != part for total, part in zip(totals, parts, strict=True)
        ):
            continue
        (loose if None in totals else found).append(tuple(row))
    # A number alone may stand anywhere: no sum tells a lone total from a lone applicant.
    return found + loose if size == 1 else found or loose


def _slid4(table: Table) -> set[str]:
    """Slid rows of table 4: a field is settled where every placement that fits agrees on it."""
    lost: set[str] = set()
    for row in table.body():
        cells = [c for c in row.numbers() if c.field]
        shown = [v for c in cells if "dropped" not in c.info and (v := _value(c)) is not None]
        if not _dropped(row) or not shown:
            continue
        whole = len(cells) % 5 == 0
        ways = placements(shown, len(cells), _channels(len(cells))) if whole else []
        lost |= _open_fields(cells, ways)
    return lost


def _open_fields(cells: list[Cell], ways: list[Placement]) -> set[str]:
    """The fields on which the ways differ; all of them where the printed numbers are none of the
    ways: where they do not add up, sums settle nothing."""
    wrong = tuple(_value(c) for c in cells) not in ways
    return {
        cell.field
        for at, cell in enumerate(cells)
        if cell.field and (wrong or len({way[at] for way in ways}) > 1)
    }


def _slid3(table: Table) -> set[str]:
    """Slid rows of table 3: a field is settled where every placement that fits agrees on it."""
    options: dict[str, list[Placement]] = {}
    rows: dict[str, Row] = {}
    for row in table.body():
        cells = [c for c in row.numbers() if c.field]
        if len(cells) != 7 or row.key in rows:
            continue
        rows[row.key] = row
        shown = [v for c in cells if "dropped" not in c.info and (v := _value(c)) is not None]
        if _dropped(row) and shown:
            options[row.key] = placements(shown)
        else:
            options[row.key] = [tuple(_value(c) for c in cells)]
    _prune(options)
    lost: set[str] = set()
    for key, ways in options.items():
        lost |= _open_fields([c for c in rows[key].numbers() if c.field], ways)
    return lost


def _prune(options: dict[str, list[Placement]]) -> None:
    """Drop placements that no choice of the other rows lets balance, column by column."""
    outcomes = [
        k for k in options if k not in ("new", "carried_in", "processed_total", "carried_out")
    ]
    equations = []
    if {"new", "carried_in", "processed_total", "carried_out"} <= options.keys():
        equations.append((["new", "carried_in"], ["processed_total", "carried_out"]))
    if "processed_total" in options and len(outcomes) in (19, 21):
        equations.append((outcomes, ["processed_total"]))
    for _ in range(4):
        moved = False
        for left, right in equations:
            for column in range(7):
                moved |= _balance(options, left, right, column)
        if not moved:
            return


def _balance(
    options: dict[str, list[Placement]], left: list[str], right: list[str], column: int
) -> bool:
    low = {k: min(way[column] or 0 for way in options[k]) for k in left + right}
    high = {k: max(way[column] or 0 for way in options[k]) for k in left + right}
    sums = {
        id(side): (sum(low[k] for k in side), sum(high[k] for k in side)) for side in (left, right)
    }
    moved = False
    for side, other in ((left, right), (right, left)):
        other_low, other_high = sums[id(other)]
        for key in side:
            if len(options[key]) == 1:
                continue
            rest_low = sums[id(side)][0] - low[key]
            rest_high = sums[id(side)][1] - high[key]
            kept = [
                way
                for way in options[key]
                if other_low <= rest_high + (way[column] or 0)
                and rest_low + (way[column] or 0) <= other_high
            ]
            if kept and len(kept) < len(options[key]):
                options[key] = kept
                moved = True
                return True  # bounds changed: start over
    return moved
