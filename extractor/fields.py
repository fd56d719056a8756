"""Fill the 200 modern fields and the legacy cells of a report from its tables and its prose.

Order of trust: a cell of the modern form, a cell of an older form by the crosswalk, the prose,
and last what the identities leave as the only possibility. Nothing printed is ever replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extractor.confidence import CONTESTED
from extractor.forms import DATA, MODERN, FormField, load_form, load_forms
from extractor.identities import NOT_FOR_INFERENCE, Number, is_contradictory, solve
from extractor.tables.readings import CellReading, TableReading
from extractor.tables.values import ValueKind, in_unit
from extractor.types import FieldResult, Statement

WORSE_HIGH = ("choices", "surplus", "short", "joined", "odd")  # evidence against, in a sum of cells
# Of a sum: a careful reader may count a part that is printed and empty as nothing, or leave it open.
PART_BLANK = 0.9
CONTRADICTED = 0.5  # doubt of what is absent beside numbers of the prose that contradict each other


def fill_fields(
    readings: Sequence[TableReading],
    statements: Iterable[Statement],
    forms: Path = DATA,
    infer: bool = True,
) -> tuple[dict[str, FieldResult], dict[str, FieldResult]]:
    """(the modern fields, all of them; the legacy cells that the document shows)."""
    cells: dict[str, FieldResult] = {}
    for reading in readings:
        for id, cell in reading.cells.items():
            made = _from_cell(cell)
            cells.setdefault(id, _untold(made) if reading.unrepeated else made)
    modern_form = load_form(MODERN, forms)
    fields = {f.id: cells[f.id] for f in modern_form if f.id in cells}
    modern_cells = {f.id for f in modern_form}
    legacy = {id: cell for id, cell in cells.items() if id not in modern_cells}
    for form in load_forms(forms):
        if form.name != MODERN:
            _crosswalk(form.fields, form.name, legacy, fields)
    _narrate(fields, statements)
    for one in modern_form:
        fields.setdefault(one.id, FieldResult(None, "absent"))
    if infer:
        _infer(fields)
    return {f.id: fields[f.id] for f in modern_form}, legacy


def _from_cell(reading: CellReading) -> FieldResult:
    token = reading.token
    evidence = dict(reading.evidence)
    if token is None or token.value is None or token.value.kind is ValueKind.EMPTY:
        return FieldResult(None, "blank", evidence=evidence)
    if token.value.kind is ValueKind.MARK:
        return FieldResult(None, "blank", token.text, token.span, evidence=evidence)
    number = in_unit(token.value, reading.cell.unit)
    evidence["odd"] = float(token.value.odd)
    state = "inferred" if reading.label_lost else "observed"
    made = FieldResult(number, state, token.text, token.span, evidence=evidence)
    for other in reading.others:
        if other.value is not None and other.value.number is not None:
            made.alternatives.append((in_unit(other.value, reading.cell.unit), "conflict"))
    return made


def _untold(made: FieldResult) -> FieldResult:
    """The same, absent where a page whose repeated lines were dropped does not tell the column.

    Cells that say what was said before are gone from such a page; what stands in a row that is
    not whole may be any of its columns. The number stays as an offer.
    """
    short, agreed = made.evidence.get("short", 0.0), made.evidence.get("agreed", 1.0)
    if short <= 0.0 or (agreed >= 1.0 and made.value is not None):
        return made
    left = FieldResult(None, "absent", evidence=made.evidence)
    left.alternatives = list(made.alternatives)
    if made.value is not None:
        left.alternatives.append((made.value, "order"))
    return left


def _crosswalk(
    old: Iterable[FormField],
    form: str,
    legacy: Mapping[str, FieldResult],
    fields: dict[str, FieldResult],
) -> None:
    sources: dict[str, list[tuple[FormField, FieldResult]]] = {}
    for cell in old:
        if cell.modern is not None and cell.id in legacy:
            sources.setdefault(cell.modern, []).append((cell, legacy[cell.id]))
    for modern, found in sources.items():
        if modern in fields and fields[modern].state != "blank":
            continue
        made = _sum(found) if len(found) > 1 else _copy(*found[0])
        if made.state == "absent":
            made.relation = None
        made.evidence["form2014"] = float(form in NOT_FOR_INFERENCE)
        fields[modern] = made


def _copy(cell: FormField, result: FieldResult) -> FieldResult:
    state = "crosswalk" if result.value is not None else result.state
    return FieldResult(
        result.value,
        state,
        result.raw,
        result.span,
        relation=cell.relation,
        alternatives=list(result.alternatives),
        evidence=dict(result.evidence),
    )


def _sum(found: list[tuple[FormField, FieldResult]]) -> FieldResult:
    """The sum of several old cells; blank as soon as none of them holds a number."""
    numbers = [r for _, r in found if r.value is not None]
    every = [r.evidence for _, r in found]
    evidence = {k: min(e.get(k, 0.0) for e in every) for k in every[0]}
    evidence |= {k: max(e[k] for e in every) for k in WORSE_HIGH if all(k in e for e in every)}
    evidence["summed"] = float(len(numbers) < len(found)) + 1.0
    if len(numbers) < len(found):
        evidence["agreed"] = min(evidence.get("agreed", 1.0), PART_BLANK)
    relation = found[0][0].relation
    if not numbers:
        state = "absent" if all(r.state == "absent" for _, r in found) else "blank"
        return FieldResult(None, state, relation=relation, evidence=evidence)
    total = sum(r.value for r in numbers if r.value is not None)
    spans = tuple(r.span for r in numbers if r.span is not None)
    if len(numbers) == 1:
        one = numbers[0]
        return FieldResult(
            total, "crosswalk", one.raw, one.span, relation=relation, evidence=evidence
        )
    return FieldResult(total, "crosswalk", None, None, spans, relation, evidence=evidence)


def _narrate(fields: dict[str, FieldResult], statements: Iterable[Statement]) -> None:
    by_field: dict[str, list[Statement]] = {}
    for statement in statements:
        by_field.setdefault(statement.field, []).append(statement)
    for id, said in by_field.items():
        # A count says more than a denial, which may be of something else.
        best = max(said, key=lambda s: (s.value != 0, s.confidence))
        # Two counts: one of them is of something else, and nothing says which.
        torn = any(s.value and s.value != best.value for s in said)
        evidence = {
            "prose": best.confidence / 2 if torn else best.confidence,
            "unsure": float(best.unsure or torn),
            "approximate": float(best.approximate),
            "disagree": float(any(s.value != best.value for s in said)),
        }
        here = fields.get(id)
        if here is None:
            fields[id] = FieldResult(best.value, "narrative", None, best.span, evidence=evidence)
            here = fields[id]
        else:
            same = here.value is not None and any(s.value == here.value for s in said)
            here.evidence["prose_agrees"] = 1.0 if same else -1.0
            here.evidence["prose"] = best.confidence
        for statement in said:
            if statement.value != here.value:
                here.alternatives.append((statement.value, "prose"))


def _trusted(field: FieldResult) -> float:
    """How sure a value is at most: its place in its row, and the prose that tells it if contested."""
    share = field.evidence.get("agreed", 1.0)
    told = field.evidence.get("prose", 1.0) if field.state == "narrative" else 1.0
    return min(share, told) if told <= CONTESTED else share


def _infer(fields: dict[str, FieldResult]) -> None:
    known: dict[str, Number | None] = {
        id: f.value
        for id, f in fields.items()
        if f.evidence.get("form2014", 0.0) == 0.0
        and f.evidence.get("disagree", 0.0) == 0.0
        and f.evidence.get("own", 1.0) == 1.0
    }
    shares = {id: _trusted(fields[id]) for id in known}
    loose = [share for id, share in shares.items() if share < 1.0 and known[id] is not None]
    firm = solve({id: v if shares[id] >= 1.0 else None for id, v in known.items()}) if loose else {}
    settled = solve(known)
    if not settled:
        _leave_open(fields, known)
    for id, value in settled.items():
        result = fields[id]
        if result.value is not None:
            continue
        if result.state == "absent":
            # No surer than where the numbers stand from which it follows.
            sure = min(loose) if loose and firm.get(id) != value else 1.0
            evidence = {"solved": 1.0, "agreed": min(sure, shares.get(id, 1.0))}
            fields[id] = FieldResult(value, "inferred", evidence=evidence)
        elif result.state == "blank" and result.evidence.get("form2014", 0.0) == 0.0:
            result.alternatives.append((value, "identities"))


def _leave_open(fields: Mapping[str, FieldResult], known: Mapping[str, Number | None]) -> None:
    """Where numbers that were told contradict each other, some of what would follow from one of them
    is lost with it: nobody knows what is absent beside them."""
    told = {id.split(".")[0] for id, one in fields.items() if one.state == "narrative"}
    if not told or not is_contradictory(known):
        return
    for id, one in fields.items():
        if one.state == "absent" and id.split(".")[0] in told:
            one.evidence["doubt"] = CONTRADICTED
