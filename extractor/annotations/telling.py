"""How far people agree, as JSON and as lines for people."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from extractor.annotations.agreement import Agreement, Answer, Figures, Twice, agreement

MOST = 50  # differences that are printed
GROUPS = {
    "disclosure": "主动公开 / disclosure",
    "applications": "依申请 / applications",
    "remedies": "复议诉讼 / remedies",
    "legacy": "旧表 / older forms",
}


def as_json(found: Agreement) -> dict[str, Any]:
    """Figures overall, by two people, by group of fields; without the differences."""
    return {
        "overall": asdict(found.overall),
        "pairs": [{"people": list(pair), **asdict(one)} for pair, one in found.pairs.items()],
        "groups": {group: asdict(one) for group, one in found.groups.items()},
    }


def both_as_json(found: Sequence[Twice]) -> dict[str, Any]:
    """What two people decided each by themselves, and what the second decided over the first."""
    kinds = {blind: agreement([one for one in found if one.blind is blind]) for blind in (True, False)}  # fmt: skip
    return {
        "blind": as_json(kinds[True]),
        "seen": as_json(kinds[False]),
        "differing": [_differing(one) for one in found if not one.agrees],
    }


def _differing(one: Twice) -> dict[str, Any]:
    return {
        "document": one.document, "name": one.name, "report": one.report, "target": one.target,
        "blind": one.blind, "first": asdict(one.first), "second": asdict(one.second),
    }  # fmt: skip


def lines(found: Sequence[Twice]) -> Iterator[str]:
    """The same for a terminal, in Chinese and English."""
    if not found:
        yield "没有两个人都定过的字段 / no field was decided by two people"
        return
    for blind, title in (
        (True, "各看各的 / each without the other's answer"),
        (False, "后一人看得见前一人的答案 / the second saw the first's answer"),
    ):
        some = agreement([one for one in found if one.blind is blind])
        if some.overall.fields:
            yield title
            yield from _figures(some)
    differing = [one for one in found if not one.agrees]
    if differing:
        yield f"不一致 {len(differing)} 处 / {len(differing)} differ"
    for one in differing[:MOST]:
        told = " | ".join(f"{who.who} {_value(who)}" for who in (one.first, one.second))
        yield f"  {one.name or one.document[:12]} [{one.report}] {one.target}: {told}"


def _figures(some: Agreement) -> Iterator[str]:
    yield f"  {_line(some.overall)}"
    for pair, one in some.pairs.items():
        yield f"  {' & '.join(pair)}: {_line(one)}"
    for group, one in some.groups.items():
        yield f"  {GROUPS.get(group, group)}: {_line(one)}"


def _line(one: Figures) -> str:
    share, expected = (f"{100 * (part or 0):.1f} %" for part in (one.share, one.expected))
    kappa = "—" if one.kappa is None else f"{one.kappa:.3f}"
    if one.low is not None and one.high is not None:
        kappa += f" ({one.low:.3f}–{one.high:.3f})"
    return (
        f"字段 fields {one.fields}, 文书 documents {one.documents}, 一致 agree {one.agreed} ({share}), "
        f"偶然 by chance {expected}, kappa {kappa}"
    )


def _value(one: Answer) -> str:
    return one.category
