"""The identities of the form (勾稽关系) as checks, in the words of the form."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from extractor.checks.model import Check, Names
from extractor.identities import Identity, Number, holds, identities
from extractor.types import FieldResult

BASIS = {
    "column-balance": "国办公开办函〔2021〕30号 表三：第一项加第二项之和，等于第三项加第四项之和",
    "outcome-sum": "国办公开办函〔2021〕30号 表三：（七）总计等于（一）至（六）各项之和",
    "row-sum": "国办公开办函〔2021〕30号 表三：总计等于各类申请人之和",
    "remedy-sum": "国办公开办函〔2021〕30号 表四：总计等于各项结果之和",
}


# By field: whether a second reading finds the same number. It takes time, so only a sum that fails asks.
Agreement = Callable[[], Mapping[str, bool]]


def nothing_read_again() -> Mapping[str, bool]:
    """No second reading: what is at fault where a sum fails is undecided."""
    return {}


def identity_checks(
    fields: Mapping[str, FieldResult], names: Names, agreement: Agreement
) -> list[Check]:
    """Every identity that the report can be held against; those with unknown fields say so."""
    cause = partial(_cause, fields, cache(agreement))
    values: dict[str, Number | None] = {id: f.value for id, f in fields.items()}
    old = {id for id, f in fields.items() if f.evidence.get("form2014", 0.0) > 0.0}
    found = []
    for identity in identities():
        stated = [id for id in identity.fields if values.get(id) is not None]
        if not stated or old & set(identity.fields):
            continue
        found.append(_check(identity, values, names, cause))
    return found


def _check(
    identity: Identity,
    values: Mapping[str, Number | None],
    names: Names,
    cause: Callable[[Sequence[str]], str],
) -> Check:
    held = holds(identity, values)
    involved = _involved(identity, values) if held is False else identity.fields
    left = _sum(identity.left, values)
    right = _sum(identity.right, values)
    status = "unknown" if held is None else "pass" if held else "fail"
    message = ""
    if held is False:
        message = (
            f"{names.table(identity.fields[0])}：{_side(identity.left, names)}合计 {left}，"
            f"{_side(identity.right, names)}为 {right}，相差 {abs(left - right)}。"
        )
    return Check(
        identity.check,
        tuple(involved),
        status,
        "error" if held is False else "info",
        cause(involved) if held is False else None,
        left if held is not None else None,
        right if held is not None else None,
        message,
        BASIS[identity.check],
        key=identity.fields[-1],
    )


def _involved(identity: Identity, values: Mapping[str, Number | None]) -> tuple[str, ...]:
    """Totals, and the parts that are not zero: those that can be at fault."""
    parts = [id for id in identity.left if values.get(id)]
    return (*parts, *identity.right) if parts else identity.fields


def _sum(ids: tuple[str, ...], values: Mapping[str, Number | None]) -> Number:
    total = round(sum(v for id in ids if (v := values.get(id)) is not None), 6)
    return int(total) if total == int(total) else total


def _side(ids: tuple[str, ...], names: Names) -> str:
    if len(ids) > 2:
        return f"“{names.short(ids[0])}”等 {len(ids)} 项"
    return "加".join(f"“{names.short(id)}”" for id in ids)


def _cause(fields: Mapping[str, FieldResult], agreement: Agreement, involved: Sequence[str]) -> str:
    alike = agreement()
    if any(alike.get(id) is False for id in involved):
        return "reading"
    loose = any(fields[id].evidence.get("choices", 1.0) > 1.0 for id in involved)
    if all(alike.get(id) for id in involved) and not loose:
        return "publisher"
    return "undecided"


def repairs(fields: Mapping[str, FieldResult]) -> None:
    """Offer, beside each field of a failing identity, the value that would settle it alone."""
    values: dict[str, Number | None] = {id: f.value for id, f in fields.items()}
    for identity in identities():
        if holds(identity, values) is not False:
            continue
        left, right = _sum(identity.left, values), _sum(identity.right, values)
        for side, difference in ((identity.left, right - left), (identity.right, left - right)):
            for id in side:
                value = values[id]
                if value is None or value + difference < 0:
                    continue
                repaired = round(value + difference, 6)
                offer = (int(repaired) if repaired == int(repaired) else repaired, identity.check)
                if offer not in fields[id].alternatives:
                    fields[id].alternatives.append(offer)
