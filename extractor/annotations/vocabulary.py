"""The closed lists that annotations may use: targets, states, decisions. Data: vocabulary.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.forms import load_forms, modern_ids, tables

DATA = Path(__file__).parent / "data" / "vocabulary.json"

# Targets that may stand several times in a report, told apart by where they are.
REPEATED = frozenset({"facts", "sections", "rejected", "rows", "columns"})
# Targets without a part after a slash.
SINGLE = frozenset({"agency", "year", "form", "scope"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may stand where; `names` maps the first part of a target to the possible second."""

    states: frozenset[str]
    empty_states: frozenset[str]
    forms: frozenset[str]
    scopes: frozenset[str]
    decisions: frozenset[str]
    provenances: frozenset[str]
    names: dict[str, frozenset[str]]

    def knows(self, target: str) -> bool:
        """Whether a target exists, as `fields/applications.new.total`, `agency`, `checks/row-sum/…`."""
        kind, _, name = target.partition("/")
        if kind in SINGLE:
            return not name
        if kind == "checks":
            name = name.partition("/")[0]
        return name in self.names.get(kind, frozenset())


@cache
def vocabulary() -> Vocabulary:
    """The lists of the contract, and of every form in the form folder."""
    raw = json.loads(DATA.read_text("utf-8"))
    forms = load_forms()
    rows = {row.key for form in forms for table in tables(form.name) for row in table.rows}
    legacy = {cell.id for form in forms for cell in form} - set(modern_ids())
    names = {
        "fields": frozenset(modern_ids()),
        "legacy": frozenset(legacy),
        "facts": frozenset(raw["facts"]),
        "sections": frozenset(raw["sections"]),
        "rejected": frozenset(raw["rejections"]),
        "checks": frozenset(raw["checks"]),
        "rows": frozenset(rows),
        "columns": frozenset(cell.id.rsplit(".", 1)[1] for form in forms for cell in form),
    }
    plain = {
        key: frozenset(raw[key])
        for key in ("states", "empty_states", "scopes", "decisions", "provenances")
    }
    return Vocabulary(names=names, forms=frozenset(raw["forms"]) | {f.name for f in forms}, **plain)
