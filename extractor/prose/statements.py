"""From judged cases to facts and to what they say of the modern fields (forms/narrative.json)."""

import re
from dataclasses import dataclass, replace

from extractor.prose.applicants import all_natural
from extractor.prose.cases import Case
from extractor.prose.view import FIELD_KEYS
from extractor.types import Fact, Span, Statement

UNITS = {
    "disclosed": "条", "interpretations": "条", "press_conferences": "次", "interviews": "次",
    "visits": "次", "followers": "人", "requests": "件", "review": "件", "litigation": "件",
    "information_fee": "元", "proposals": "件", "training": "次", "meetings": "次",
    "consultations": "人次", "hotline": "件",
}  # fmt: skip
FIELDS = {
    "requests.received": "applications.new.total", "granted": "applications.granted.total",
    "partly": "applications.partly_granted.total", "carried_in": "applications.carried_in.total",
    "carried_out": "applications.carried_out.total", "review.cases": "remedies.review.total",
    "license": "disclosure.licensing.decisions", "penalty": "disclosure.penalties.decisions",
    "coercion": "disclosure.coercion.decisions", "admin_fee": "disclosure.fees.amount",
}  # fmt: skip
ZERO_FIELDS = {
    "litigation.cases": (
        "remedies.litigation_direct.total", "remedies.litigation_after_review.total",
    ),
}  # fmt: skip
# Of going to court. Only a zero of one way tells its field: more may be counted in both.
WAYS = {
    "litigation_direct": "remedies.litigation_direct.total",
    "litigation_after": "remedies.litigation_after_review.total",
}
FIELDS |= WAYS
_DENIABLE = frozenset({"carried_in", "carried_out", "granted", "partly", "license", "penalty",
                       "coercion", "admin_fee"})  # fmt: skip
NATURAL = "applications.new.natural_person"
_UNSURE = re.compile(r"共(?:计|)(?:收到|受理|接到|接收)|累计(?:收到|受理)|合计(?:收到|受理)")


@dataclass(frozen=True, slots=True)
class Told:
    """A key that a case tells, moved to clean offsets."""

    key: str
    value: int | float
    unit: str
    span: Span
    clause: Span
    confidence: float


def fields_of(key: str) -> tuple[str, ...]:
    """The modern fields that a figure with this key fills, or may fill."""
    return (FIELDS[key],) if key in FIELDS else ZERO_FIELDS.get(key, ())


def facts_of(told: Told) -> list[Fact]:
    if told.key in FIELD_KEYS:
        return []
    value = (
        told.value * 10000 if told.key == "information_fee" and told.unit == "万元" else told.value
    )
    unit = UNITS[told.key.split(".")[0]]
    return [Fact(told.key, _whole(value), unit, told.span, told.clause, told.confidence)]


def statements_of(told: Told, text: str, case: Case) -> list[Statement]:
    """`text` is the text of the case's offsets. What a case leaves unsure is to be looked at."""
    found = _statements(told, text, case)
    if not case.unsure:
        return found
    return [replace(one, unsure=True, confidence=one.confidence / 2) for one in found]


def _statements(told: Told, text: str, case: Case) -> list[Statement]:
    if told.key in ZERO_FIELDS and told.value == 0:
        return [Statement(f, 0, told.span, told.confidence) for f in ZERO_FIELDS[told.key]]
    number = case.candidate.number if case.candidate else None
    if told.key not in FIELDS or (number is None and told.key in FIELD_KEYS - _DENIABLE):
        return []
    if told.key == "requests.received" and case.carried:
        value: int | float = told.value - case.carried  # 28件(含上年结转2件): 26 are new
        return [Statement(FIELDS[told.key], _whole(value), told.span, told.confidence)]
    value = told.value / 10000 if told.key == "admin_fee" and told.unit == "元" else told.value
    about = bool(number and number.approximate)
    unsure = told.key == "requests.received" and told.value > 0 and _said_all(text, case)
    found = [Statement(FIELDS[told.key], _whole(value), told.span, told.confidence, about, unsure)]
    if told.key == "requests.received" and told.value > 0 and number and all_natural(text, case):
        found.append(
            Statement(NATURAL, told.value, told.span, 0.9 * told.confidence, about, unsure)
        )
    return found


def _whole(value: int | float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _said_all(text: str, case: Case) -> bool:
    c = case.candidate
    return c is not None and _UNSURE.search(text, c.left_start, c.number.span.start) is not None
