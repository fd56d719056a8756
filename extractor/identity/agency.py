"""The agency, from all mentions of bodies in a report: where each stands, how often, how full."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.identity.names import has_place, level_of, spells_out
from extractor.identity.places import find_place, masked, official
from extractor.identity.standing import Candidate, gather
from extractor.types import Span

LEAST = 0.6  # a name without place needs more than passing mentions
_FIRST_PERSON = re.compile(
    r"[我本](局|委|办|镇|乡|街道|中心|厅|县|区|市|旗|苏木|团|师|关|队|处|州|盟|署)"
)
_OWN_VOICE = re.compile(r"[我本]单位|本机关")
_ENDING = {
    "委员会": "委",
    "办公室": "办",
    "街道办事处": "街道",
    "办事处": "街道",
    "海关": "关",
    "支队": "队",
    "大队": "队",
    "总队": "队",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The agency chosen, and what speaks for it; `features` feed the confidence."""

    name: str | None
    span: Span | None
    features: dict[str, float]


def supports(short: str, full: str) -> float:
    """How far a shorter form speaks for a fuller one: its tail, its town, or its words in order."""
    if short == full or len(short) >= len(full):
        return 0.0
    if full.endswith(short) or spells_out(full, short):
        return 0.9
    for tail in ("人民政府", "街道办事处", "办事处", "管理委员会", "政府", "办公室"):
        if full.endswith(short + tail):
            return 0.9
    if full.startswith(short):
        return 0.0
    short = short.replace("管委会", "管理委员会")
    if len(short) >= 4 and short[-2:] == full[-2:]:
        rest = iter(full)
        return 0.6 if all(c in rest for c in short) else 0.0
    return 0.0


def first_person(text: str, span: Span) -> str | None:
    """The body that the report calls its own (我局 → 局), when one clearly leads."""
    said = Counter(m[1] for m in _FIRST_PERSON.finditer(text, span.start, span.end))
    said = Counter({k: n for k, n in said.items() if k not in ("县", "区", "市")}) or said
    return said.most_common(1)[0][0] if said else None


def _agrees(name: str, own: str | None) -> float:
    if own is None:
        return 0.0
    for ending, short in _ENDING.items():
        if name.endswith(ending):
            return (
                1.0
                if short == own
                or (short == "街道" and own in ("办", "街道"))
                or (short == "委" and own == "办")
                else -1.0
            )
    if name.endswith("人民政府"):
        return 1.0 if own in name else -0.3
    return 1.0 if name.endswith(own) else -1.0


def choose(text: str, span: Span) -> Choice:
    """The fullest official name that the evidence speaks for; None where only 我局 stands."""
    found = gather(text, span)
    own = first_person(text, span)
    spoken = own is not None or _OWN_VOICE.search(text, span.start, span.end) is not None
    ranked = sorted(
        ((_total(c, found.values(), own), c) for c in found.values()), key=lambda p: -p[0]
    )
    ranked = [(s, c) for s, c in ranked if s > 0]
    if not ranked:
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    score, best = ranked[0]
    if _speaks_for_nobody(best, own, spoken):
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    best = _whose_office(best, found)
    best, score = _fullest(best, score, ranked)
    rival = next(
        (
            s
            for s, c in ranked
            if not supports(c.name, best.name) and c is not best and not supports(best.name, c.name)
        ),
        0.0,
    )
    name, joined = _in_full(best, text, span)
    known = best.strong() or joined or best.places["acts"] or _agrees(name, own) > 0
    if level_of(name) and not known:
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    features = {
        "score": score,
        "margin": score - rival,
        "title": float(best.places["title"] > 0),
        "strong": float(best.strong()),
        "placed": float(has_place(name)),
        "joined": float(joined),
        "agrees": _agrees(name, own),
        "weak": float(best.weak),
        "length": float(len(name)),
    }
    return Choice(name, best.span(), features)


def _speaks_for_nobody(best: Candidate, own: str | None, spoken: bool) -> bool:
    """Whether even the best name is too weak a sign of who reports."""
    if set(best.places) == {"metadata"} and own is not None and _agrees(best.name, own) < 0:
        return True  # who put it online
    known = has_place(best.name) and (best.strong() or not spoken)
    return max(best.score(), best.support) < LEAST and not known


def _in_full(best: Candidate, text: str, span: Span) -> tuple[str, bool]:
    """The name with the place that it leaves out, and whether a place was put before it."""
    level = level_of(best.name)
    place = None
    if level is not None and not masked(text, best.first.values()):
        place = find_place(text, span, level)
    name = best.name
    if place and level:
        name = place + name.removeprefix("本").removeprefix(level)
    return official(name, text, span), place is not None


def _total(c: Candidate, all_names: Iterable[Candidate], own: str | None) -> float:
    backing = sum(max(0.0, o.score()) * supports(o.name, c.name) for o in all_names)
    c.support = backing
    fullness = 0.6 * has_place(c.name) - 0.8 * c.weak
    base = c.score()
    if base <= 0 and backing == 0:
        return base
    return (
        base
        + min(backing, 8.0) * (1.0 if c.strong() or has_place(c.name) else 0.5)
        + fullness
        + 1.2 * _agrees(c.name, own)
    )


_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "苏木", "团", "师", "自治")
_LONGEST_PLACE = 5  # characters of a place's own name: 呼伦贝尔, 克孜勒苏


def _offices(name: str) -> tuple[str, str]:
    return name + "办公室", name + "办公厅"


def _adds_place(full: str, short: str) -> bool:
    """Whether what a fuller name adds in front reads as a place: 包头市 + 昆区…, 安川 + 市…"""
    if not full.endswith(short):
        return True
    extra = full[: len(full) - len(short)]
    if has_place(short):
        if extra.startswith(("国家", "中华人民共和国")):
            return True  # 国家税务总局 + 安川市税务局
        # One character: the name was broken over two lines at its start.
        return len(extra) == 1 or (extra.endswith(_LEVELS) and len(extra) <= 2 * _LONGEST_PLACE)
    own = level_of(short) is not None
    return (
        len(extra) <= _LONGEST_PLACE if own else extra.endswith(_LEVELS) or extra.startswith("国家")
    )


def _without_junk(best: Candidate, ranked: list[tuple[float, Candidate]]) -> Candidate:
    """The name inside a longer one whose front is no place (advertising, a verb before it)."""
    inner = [
        c for _, c in ranked
        if c is not best and best.name.endswith(c.name) and has_place(c.name)
        and not _adds_place(best.name, c.name)
    ]  # fmt: skip
    return max(inner, key=lambda c: (c.score(), len(c.name)), default=best)


def _fullest(
    best: Candidate, score: float, ranked: list[tuple[float, Candidate]]
) -> tuple[Candidate, float]:
    """A fuller form of the best name, when it has its own evidence and adds a place or an ending."""
    best = _without_junk(best, ranked)
    changed = True
    while changed:
        changed = False
        for s, c in ranked:
            if c is best or supports(best.name, c.name) < 0.6 or not _adds_place(c.name, best.name):
                continue
            if c.name in _offices(best.name) and not (c.places["title"] or c.places["signature"]):
                continue  # whom to ring, not who reports
            adds_place = has_place(c.name) and not has_place(best.name)
            told = (c.strong() and c.score() > 1) or spells_out(c.name, best.name)
            if adds_place or (best.weak and not c.weak) or told:
                best, score, changed = c, max(s, score), True
                break
    return best, score


_NAMED = ("title", "published", "signature", "alone")


def _titled_place(best: Candidate, found: dict[str, Candidate]) -> Candidate:
    """The place whose report the title says it is, where its government's office compiled it."""
    level = level_of(best.name) or ""
    for one in found.values():
        ours = best.name.startswith(one.name) or (level and one.name.endswith(level))
        if one.weak and one.places["title"] and ours:
            return one
    return best


def _whose_office(best: Candidate, found: dict[str, Candidate]) -> Candidate:
    """The body itself where its office is only named as the one to ring or to compile."""
    bare = best.name.removesuffix("办公室").removesuffix("办公厅")
    own = found.get(bare) or found.get(bare.removesuffix("政府") + "人民政府")
    if bare != best.name and own is None and bare.endswith("政府") and not best.places["title"]:
        return _titled_place(best, found)
    if bare == best.name or own is None or not has_place(own.name):
        return best
    if any(own.places[k] for k in _NAMED) and not any(best.places[k] for k in _NAMED):
        return own
    return best if any(best.places[k] for k in (*_NAMED, "compiled", "acts", "subject")) else own
