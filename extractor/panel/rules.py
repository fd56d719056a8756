"""The rules of the panel as data: what must carry over, deadlines, what is unlikely, indicators."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractor.forms import modern_ids

DATA = Path(__file__).parent / "data"


class RuleError(ValueError):
    """A file of rules that cannot be used: which part, and why."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Fields that say how many documents were issued, repealed, and are in force."""

    issued: str
    repealed: str
    in_force: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day of the next year by which reports of some years are due, for agencies whose name
    ends so."""

    first: int
    last: int
    ends: tuple[str, ...]
    month: int
    day: int
    basis: str


@dataclass(frozen=True, slots=True)
class Unlikely:
    """A value so many times all the other years' is unlikely, from `least` and `years` on."""

    times: float
    least: float
    years: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Prose of which a `share` of its stretches (of `length` characters) stands in another's."""

    length: int
    share: float
    least: int
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Across:
    """All rules across years; `carry` is (out, in) by column."""

    source: str
    carry: tuple[tuple[str, str], ...]
    stock: tuple[Stock, ...]
    deadlines: tuple[Deadline, ...]
    unlikely: Unlikely
    copied: Copied


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate: the sum of some fields by the sum of others."""

    id: str
    label: str
    label_en: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]

    @property
    def formula(self) -> str:
        """The rate in ids of fields."""

        def side(ids: tuple[str, ...]) -> str:
            return ids[0] if len(ids) == 1 else f"({' + '.join(ids)})"

        return f"{side(self.numerator)} / {side(self.denominator)}"


def _known(where: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [id for id in ids if id not in modern_ids()]
    if unknown or not ids:
        raise RuleError(f"{where}: unknown fields {', '.join(unknown) or '(none given)'}")
    return ids


def _made(kind: type[Any], where: str, raw: dict[str, Any]) -> Any:
    values = {name: tuple(one) if isinstance(one, list) else one for name, one in raw.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise RuleError(f"{where}: {error}") from error


@cache
def load_across(path: Path = DATA / "across.json") -> Across:
    """The rules across years. Raises RuleError where a part or a field is unknown."""
    raw = json.loads(path.read_text("utf-8"))
    carry = tuple(
        (f"{raw['carry']['out']}.{one}", f"{raw['carry']['in']}.{one}")
        for one in raw["carry"]["columns"]
    )
    stock = tuple(_made(Stock, "stock", one) for one in raw["stock"])
    unlikely = _made(Unlikely, "unlikely", raw["unlikely"])
    _known("carry", tuple(id for pair in carry for id in pair))
    _known("stock", tuple(id for s in stock for id in (s.issued, s.repealed, s.in_force)))
    _known("unlikely", unlikely.fields)
    deadlines = tuple(_made(Deadline, "deadlines", one) for one in raw["deadlines"])
    copied = _made(Copied, "copied", raw["copied"])
    return Across(raw["source"], carry, stock, deadlines, unlikely, copied)


@cache
def load_indicators(path: Path = DATA / "indicators.json") -> tuple[Indicator, ...]:
    """The indicators; a name of `sums` stands for its fields. Raises RuleError as above."""
    raw = json.loads(path.read_text("utf-8"))
    sums = {name: _known(name, tuple(ids)) for name, ids in raw["sums"].items()}

    def spread(names: list[str]) -> tuple[str, ...]:
        return tuple(id for name in names for id in sums.get(name, (name,)))

    found = []
    for one in raw["indicators"]:
        made = _made(
            Indicator,
            one["id"],
            {
                **one,
                "numerator": spread(one["numerator"]),
                "denominator": spread(one["denominator"]),
            },
        )
        _known(made.id, made.numerator + made.denominator)
        found.append(made)
    return tuple(found)
