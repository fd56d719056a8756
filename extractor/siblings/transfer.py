"""What a correction of one report says about the same cell of a report of the same template.

A correction is carried over as a place, never as a number: the corrected value is found where the
text prints it, as the so-and-so-many-th cell behind a label; the sibling has a value of its own in
that cell, or none. Where the row prints all cells of the field's row, the label says what it is.
Where it prints fewer, nothing but the machine's own misreading says which cells they are: then the
sibling must have been misread in the same way (the number there taken for the same field or for
none, this field read from the same cell or from none), and a number that was struck out must be
printed there just so. What cannot be placed in both is offered nowhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.annotations.locate import Printed, locate_among
from extractor.siblings.rows import Row
from extractor.siblings.sheet import Place, Sheet, columns, entries, entry_of, is_anothers, is_own
from extractor.siblings.template import ALIKE, Sketch, likeness
from extractor.types import Span

PRINTED = frozenset({"observed", "inferred", "crosswalk"})
NAMED = frozenset({"observed", "inferred"})  # what an older form prints is another field's cell
EMPTY = frozenset({"blank", "absent"})
Answer = tuple[float | None, str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a correction says: the cell of `target` is `place`, where that is `own`.

    Else the machine took what stands there for `taken_for`, read the field at `read_at`, and
    `state` was decided instead; `print` is what was struck out, empty where a number was named.
    """

    target: str
    sketch: Sketch
    place: Place
    own: bool
    state: str
    taken_for: str | None = None
    read_at: Place | None = None
    print: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer for a field of a sibling; `span` is where its number stands, `lesson` the number
    of the lesson that says so."""

    target: str
    value: float | None
    state: str
    span: tuple[int, int] | None
    lesson: int


def lessons_of(
    sheet: Sheet, decided: Mapping[str, Any], targets: Iterable[str]
) -> dict[str, Lesson]:
    """What the corrections of these targets say, as far as they have a place.

    `sheet` holds the machine's report, `decided` is the same with people's decisions laid over.
    """
    corrected = [one for one in targets if _is_corrected(sheet.report, decided, one)]
    if sheet.sketch is None or not corrected:
        return {}
    placed = _placed(sheet, decided)
    found: dict[str, Lesson] = {}
    for target in corrected:
        entry, machine = entry_of(decided, target), entry_of(sheet.report, target)
        assert entry is not None
        assert machine is not None
        made = _lesson(sheet, target, (entry["value"], entry["state"]), machine, placed)
        if made is not None:
            found[target] = made
    return found


def _is_corrected(machine: Mapping[str, Any], decided: Mapping[str, Any], target: str) -> bool:
    was, now = entry_of(machine, target), entry_of(decided, target)
    if was is None or now is None:
        return False
    return bool(was.get("value") != now.get("value")) or now.get("state") == "blank" != was["state"]


def _lesson(
    sheet: Sheet, target: str, answer: Answer, machine: Mapping[str, Any], placed: Mapping[str, Place]
) -> Lesson | None:  # fmt: skip
    assert sheet.sketch is not None
    value, state = answer
    read_at = sheet.place_at(machine.get("span"))
    if value is None:
        empty = _own_cell(target, placed) if state == "blank" else None
        if empty is not None and sheet.is_empty(empty):
            return Lesson(target, sheet.sketch, empty, True, state)
        there = None if read_at is None else sheet.value_at(read_at)
        if read_at is None or there is None or state not in EMPTY:
            return None
        struck = sheet.text[there.start : there.end]
        taken_for = sheet.read_there(read_at)
        return Lesson(target, sheet.sketch, read_at, False, state, taken_for, read_at, struck)
    place = placed.get(target) if state in NAMED else None
    there = None if place is None else sheet.value_at(place)
    if place is None or there is None or there.number != value or is_anothers(target, place):
        return None
    own = is_own(target, place)
    return Lesson(target, sheet.sketch, place, own, state, sheet.read_there(place), read_at)


def _own_cell(target: str, placed: Mapping[str, Place]) -> Place | None:
    """The cell of a field by the place of another field of its row."""
    id = target.partition("/")[2]
    row = id.rpartition(".")[0]
    for other, place in placed.items():
        if other.partition("/")[2].rpartition(".")[0] != row or not is_own(other, place):
            continue
        for at, cells in columns().get(id, ()):
            if cells == place.cells:
                return replace(place, at=at)
    return None


def _placed(sheet: Sheet, decided: Mapping[str, Any]) -> dict[str, Place]:
    """Where the numbers of the report stand, by aligning the form with what is printed."""
    form = (decided.get("form") or {}).get("value") or "2021"
    held = {
        target.partition("/")[2]: (target, float(entry["value"]))
        for target, entry in entries(decided)
        if entry.get("value") is not None and entry.get("state") in PRINTED
    }
    values = {id: value for id, (_, value) in held.items()}
    spans = locate_among(_printed(sheet.rows), "2021" if form == "narrative" else form, values)
    places = {held[id][0]: sheet.place_at((one.start, one.end)) for id, one in spans.items()}
    return {target: place for target, place in places.items() if place is not None}


def _printed(rows: Sequence[Row]) -> tuple[Printed, ...]:
    return tuple(
        one
        for row in rows
        for one in (
            Printed(Span(row.start, row.values[0].start), row.label, None),
            *(Printed(Span(v.start, v.end), "", v.number) for v in row.values),
        )
    )


def suggestions(
    sheet: Sheet, open_targets: Iterable[str], lessons: Sequence[Lesson]
) -> list[Suggestion]:
    """What lessons of other reports say about the open fields of this one, in their order: each
    answer once, and none that the machine has given already."""
    if sheet.sketch is None:
        return []
    waiting = frozenset(open_targets)
    found: dict[tuple[str, Answer], Suggestion] = {}
    for number, lesson in enumerate(lessons):
        machine = entry_of(sheet.report, lesson.target)
        if lesson.target not in waiting or machine is None:
            continue
        if likeness(lesson.sketch, sheet.sketch) < ALIKE:
            continue
        one = (
            _own(sheet, lesson, number, waiting) if lesson.own else _misread(sheet, lesson, number)
        )
        if one is None or (one.value, one.state) == (machine["value"], machine["state"]):
            continue
        if one.value is None or one.value != machine["value"]:
            found.setdefault((one.target, (one.value, one.state)), one)
    return list(found.values())


def _own(sheet: Sheet, lesson: Lesson, number: int, waiting: Collection[str]) -> Suggestion | None:
    """What stands in the field's own cell, unless the machine is sure that it is another's."""
    value = sheet.value_at(lesson.place)
    if value is None:
        empty = sheet.is_empty(lesson.place)
        return Suggestion(lesson.target, None, "blank", None, number) if empty else None
    taken_for = sheet.read_there(lesson.place)
    if taken_for not in (None, lesson.target) and taken_for not in waiting:
        return None
    state = "observed" if lesson.state in EMPTY else lesson.state
    return Suggestion(lesson.target, _plain(value.number), state, (value.start, value.end), number)


def _misread(sheet: Sheet, lesson: Lesson, number: int) -> Suggestion | None:
    """What stands in a cell that was misread in the same way."""
    value, machine = sheet.value_at(lesson.place), entry_of(sheet.report, lesson.target)
    if value is None or machine is None:
        return None
    if sheet.place_at(machine.get("span")) != lesson.read_at:
        return None
    if sheet.read_there(lesson.place) != lesson.taken_for:
        return None
    span = (value.start, value.end)
    if not lesson.print:
        return Suggestion(lesson.target, _plain(value.number), lesson.state, span, number)
    if sheet.text[value.start : value.end] != lesson.print:
        return None
    return Suggestion(lesson.target, None, lesson.state, span, number)


def _plain(number: float) -> float:
    return int(number) if number.is_integer() else number
