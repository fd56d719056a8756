"""Add to each field what the rest of the report says for and against it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import log1p

from extractor.confidence import CONTESTED, SOLVED_UNREAD, UNREAD
from extractor.forms import MODERN, tables
from extractor.identities import Number, holds, identities
from extractor.structure.cuts import restarts
from extractor.tables.counterparts import left_out
from extractor.tables.doubts import lines_unrepeated, unread_labels
from extractor.tables.reader import unread_numbers
from extractor.tables.readings import TableReading
from extractor.tables.totals import total_of
from extractor.types import Cleaned, CleaningKind, FieldResult, Prose, Section, Stretch
from extractor.untaken import untaken

NO_PROSE = Prose()
LEAST_SUMS = 3  # of a kind in a table, before their share tells of the whole table
UNNAMED = 0.5  # doubt of a field whose row may be one that stands there under an unknown name
PRINTED = log1p(4)  # labels of a table that stand on the page, from which on it is printed there
# How sure a count is at most that was read from letters for digits, and that no sum confirms.
REPAIRED = 0.5
# How sure a value is at most of a row that is not whole, on a page whose repeated lines were dropped, where no
# sum holds: what is gone may have stood before it.
DROPPED = 0.5
# How sure the cells of a row are at most that prints a single number, and not as its total: with blanks
# dropped it stands anywhere. Of 253 such numbers above 0.993 in 12,068 generated documents (2026-11-30) 34
# were wrong, and so were the blanks beside them.
ALONE = 0.5
NEAR = 40  # characters around a value in which damage counts
WITHOUT_CELL = frozenset({"absent", "narrative", "inferred"})
UNTOLD = frozenset({"absent", "inferred"})
_DAMAGE = frozenset({CleaningKind.DAMAGED, CleaningKind.ADVERTISING})


def add_evidence(  # noqa: PLR0913, PLR0917 - what is known of a report, and one switch
    fields: Mapping[str, FieldResult],
    legacy: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
    cleaned: Cleaned,
    stretch: Stretch,
    use_identities: bool = True,
    prose: Prose = NO_PROSE,
    sections: Sequence[Section] = (),
) -> None:
    """Write the shared evidence into each field's `evidence`; see confidence.DEFAULTS."""
    if use_identities:
        _identities(fields)
    _repaired([*fields.values(), *legacy.values()])
    _tables(fields, readings, cleaned.text, stretch)
    _labels(fields, readings, cleaned.text, stretch)
    _alone(fields, legacy, readings)
    unknown = untaken(readings, sections, cleaned.text)
    for id, result in fields.items():
        if result.state == "absent" and id.split(".")[0] in unknown:
            result.evidence["doubt"] = UNNAMED
    _followed(fields)
    everything = [*fields.values(), *legacy.values()]
    _damage(everything, cleaned, stretch)
    unread = readings[0].unread if readings else unread_numbers(cleaned.text, stretch.span)
    shared = {
        "unread": log1p(unread),
        "untold": log1p(prose.untold),
        "tables": float(len(readings)),
        "unrepeated": float(
            any(r.unrepeated for r in readings)
            if readings
            else lines_unrepeated(cleaned.text, stretch.span)
        ),
        "restarts": float(restarts([one.key for one in sections])),
        "sections": float(sum(one.level == 1 for one in sections)),
        "length": log1p(len(stretch.span)),
    }
    for id, doubt in prose.doubts.items():
        if id in fields:
            told = fields[id].evidence
            told["doubt"] = max(doubt, told.get("doubt", 0.0))
    for result in everything:
        result.evidence.update(shared)
        # A number of another year is as wrong as one of another page.
        own = result.evidence.get("own", 1.0)
        result.evidence["report_confidence"] = min(stretch.confidence, own)
        result.evidence["is_zero"] = float(result.value == 0)
        result.evidence["log_value"] = log1p(abs(result.value)) if result.value else 0.0
    for id, result in fields.items():
        result.evidence["total_column"] = float(id.endswith(".total"))
    if shared["unrepeated"]:
        _dropped(fields, legacy, readings)


def _hold(evidence: dict[str, float], most: float) -> None:
    """A field is no surer than that its number stands where it was read."""
    evidence["agreed"] = min(evidence.get("agreed", 1.0), most)


def _dropped(
    fields: Mapping[str, FieldResult],
    legacy: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
) -> None:
    """Of a page whose repeated lines are gone: what rows that are not whole say, or what sums make of
    them, is sure only where a sum of printed numbers holds. A sum that gave one of its numbers says
    nothing."""
    gone = {
        shown
        for reading in readings
        for id, cell in reading.cells.items()
        if cell.evidence.get("short", 0.0) > 0
        for shown in (id, cell.cell.modern or id)
    }
    values: dict[str, Number | None] = {
        id: None if f.evidence.get("solved") else f.value for id, f in fields.items()
    }
    held = {id for one in identities() if holds(one, values) for id in one.fields}
    for id, result in (*fields.items(), *legacy.items()):
        known = result.evidence
        if id not in held and (known.get("short", 0.0) > 0 or (id in gone and known.get("solved"))):
            _hold(known, DROPPED)


def doubt_absent(fields: Mapping[str, FieldResult]) -> None:
    """A part of the document could not be read: it may state what the rest does not."""
    for result in fields.values():
        if result.state == "absent":
            sure = result.evidence.get("report_confidence", 1.0)
            result.evidence["report_confidence"] = min(sure, UNREAD)


def _identities(fields: Mapping[str, FieldResult]) -> None:
    values: dict[str, Number | None] = {id: f.value for id, f in fields.items()}
    table: dict[str, list[bool | None]] = {}
    telling: dict[tuple[str, str], list[bool]] = {}
    for identity in identities():
        held = holds(identity, values)
        home = identity.fields[0].split(".")[0]
        table.setdefault(home, []).append(held)
        if held is not None and any(values[id] for id in identity.fields):
            telling.setdefault((home, identity.check), []).append(held)
        for id in identity.fields:
            evidence = fields[id].evidence
            if held:
                evidence["identities_hold"] = evidence.get("identities_hold", 0.0) + 1.0
            elif held is False:
                evidence["identities_fail"] = evidence.get("identities_fail", 0.0) + 1.0
    shares = {
        home: (_failing(telling, home), outcomes.count(None) / len(outcomes))
        for home, outcomes in table.items()
    }
    for id, result in fields.items():
        share = shares.get(id.split(".")[0])
        if share is not None:
            result.evidence["table_fail"], result.evidence["table_unknown"] = share


def _repaired(results: Iterable[FieldResult]) -> None:
    """Counts read from letters are as sure as others where the sums that they are in hold."""
    for result in results:
        told = result.evidence
        confirmed = told.get("identities_hold", 0.0) > 0 and not told.get("identities_fail")
        if told.get("repaired") and not confirmed:
            _hold(told, REPAIRED)


def _failing(telling: Mapping[tuple[str, str], Sequence[bool]], table: str) -> float:
    """The share of a table's telling sums that fail, of the kind of which most do; a few sums or
    sums of nothing but zeros say nothing."""
    kinds = [held for (home, _), held in telling.items() if home == table]
    shares = [held.count(False) / len(held) for held in kinds if len(held) >= LEAST_SUMS]
    return max(shares, default=0.0)


def _tables(
    fields: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
    text: str,
    stretch: Stretch,
) -> None:
    numbers = {r.table.number for r in readings}
    home = {c.id: t.number for t in tables(MODERN) for r in t.rows for c in r.cells}
    most: dict[int | None, float] = {}
    for reading in readings:
        choices = [c.evidence.get("choices", 1.0) for c in reading.cells.values()]
        most[reading.table.number] = max(choices, default=1.0)
    # What a row in an older form's columns has no cell for, and what a text that breaks off does not
    # come to, stands in no table that was read; unless the page names the modern column all the same.
    read = {cell.row.key for r in readings for cell in r.cells.values()}
    gone, named = left_out(read, text, stretch.span)
    beyond = {id for r in readings for id in r.beyond}
    for id, result in fields.items():
        absent = result.state == "absent"
        without = (absent and id in gone) or (result.state in UNTOLD and id in beyond)
        result.evidence["table_read"] = float(home.get(id) in numbers and not without)
        if absent and id in named:  # the row may stand in the modern columns
            result.evidence["doubt"] = UNNAMED
        result.evidence["neighbour_choices"] = most.get(home.get(id), 1.0)


def _alone(
    fields: Mapping[str, FieldResult],
    legacy: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
) -> None:
    """Rows of a single number where their total, if it is the only one, should stand."""
    for reading in readings:
        for row in reading.table.rows:
            at = total_of(row.columns)
            read = [reading.cells.get(cell.id) for cell in row.cells]
            stated = [one is not None and bool(one.token and one.token.text) for one in read]
            if at is None or stated[at] or sum(stated) != 1:
                continue
            for one in filter(None, read):
                for shown in (fields.get(one.cell.modern or one.cell.id), legacy.get(one.cell.id)):
                    if shown is not None:
                        _hold(shown.evidence, ALONE)


def _labels(
    fields: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
    text: str,
    stretch: Stretch,
) -> None:
    """For fields without a cell: what of their rows and labels the page shows all the same."""
    read = {cell.row.key for r in readings for cell in r.cells.values()}
    for id, shown in unread_labels(text, stretch.span, read).items():
        if id in fields and fields[id].state in WITHOUT_CELL:
            fields[id].evidence.update(
                label_seen=shown.own, labels_seen=shown.counted, labels_shown=shown.labels
            )
    for reading in readings:
        for id, more in reading.loose.items():
            if id in fields:
                fields[id].evidence["slack"] = more
        for id in reading.unnamed.keys() & fields.keys():
            told = fields[id].evidence
            told["doubt"] = UNNAMED
            # A sum of the other rows that it is made of, or what the sums ask for while the row may
            # be printed under another name. Numbers that stand under none are often another table's.
            named = reading.unnamed[id]
            if fields[id].state == "crosswalk" or (named and told.get("solved")):
                _hold(told, 1.0 - UNNAMED)


def _followed(fields: Mapping[str, FieldResult]) -> None:
    """What follows from a statement of the prose is no surer than it; and where the page prints a
    table of which that statement's row was not read, the cells beside it say what they say."""
    bounds: dict[str, float] = {}
    for id, field in fields.items():
        if field.state == "narrative":
            told, shown = field.evidence.get("prose", 1.0), field.evidence.get("labels_shown", 0.0)
            sure = told if told <= CONTESTED else 1.0
            bounds[id] = min(sure, SOLVED_UNREAD) if shown >= PRINTED else sure
    if min(bounds.values(), default=1.0) >= 1.0:
        return
    for identity in identities():
        least = min((bounds.get(id, 1.0) for id in identity.fields), default=1.0)
        for id in identity.fields if least < 1.0 else ():
            evidence = fields[id].evidence
            if evidence.get("solved"):
                _hold(evidence, least)


def _damage(results: Iterable[FieldResult], cleaned: Cleaned, stretch: Stretch) -> None:
    places = sorted(m.span.start for m in cleaned.marks if m.kind in _DAMAGE)
    source = cleaned.to_source(stretch.span)
    inside = bisect_right(places, source.end) - bisect_left(places, source.start)
    density = 1000.0 * inside / max(len(stretch.span), 1)
    for result in results:
        result.evidence["report_damage"] = density
        if result.span is not None:
            at = cleaned.to_source(result.span)
            near = bisect_right(places, at.end + NEAR) - bisect_left(
                places, max(0, at.start - NEAR)
            )
            result.evidence["near_damage"] = float(near)
