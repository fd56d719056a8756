"""The agency, from all mentions of bodies in a report: where each stands, how often, how full."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.identity.likeness import adds_place, bare_town, is_bare_town, offices, supports
from extractor.identity.names import has_place, in_long, level_of, spells_out
from extractor.identity.passing import lone_town
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
    "管委会": "委",
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


def first_person(text: str, span: Span) -> str | None:
    """The body that the report calls its own (我局 → 局), when one clearly leads."""
    said = Counter(m[1] for m in _FIRST_PERSON.finditer(text, span.start, span.end))
    bodies = Counter({k: n for k, n in said.items() if k not in ("县", "区", "市")})
    # A department, too, may name its place once: 我市各单位.
    said = bodies or Counter({k: n for k, n in said.items() if n > 1})
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
    return 1.0 if name.endswith((own, own + "政府", own + "办")) else -1.0


def choose(text: str, span: Span) -> Choice:
    """The fullest official name that the evidence speaks for; None where only 我局 stands."""
    own = first_person(text, span)
    chosen = _choose(text, span, own)
    if chosen.name is not None or (own is None and _OWN_VOICE.search(text, span.start, span.end)):
        return chosen
    town = lone_town(text, span, own)
    if town is None:
        return chosen
    name = official(town.name, text, span)
    return Choice(name, town.span, {"passing": 1.0, "agrees": _agrees(name, own)})


def _choose(text: str, span: Span, own: str | None) -> Choice:
    found = gather(text, span)
    spoken = own is not None or _OWN_VOICE.search(text, span.start, span.end) is not None
    ranked = sorted(
        ((_total(c, found.values(), own), c) for c in found.values()), key=lambda p: -p[0]
    )
    ranked = [(s, c) for s, c in ranked if s > 0 and not _is_another(c, own)]
    nobody = Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    if not ranked:
        return nobody
    score, best = ranked[0]
    if any(_may_report(c, own) for _, c in ranked):
        nobody.features["passing"] = 1.0
    office = any(found[one].strong() for one in offices(best.name) if one in found)
    if not (office and _agrees(best.name, own) > 0) and _speaks_for_nobody(best, spoken):
        return nobody
    best = _whose_office(best, found)
    best, score = _fullest(best, score, ranked)
    best = _levelled(best, found)
    family = [c for c in found.values() if c is best or best.name.endswith(c.name)]
    rival = next((s for s, c in ranked if not _same(c, best)), 0.0)
    name, joined, once = _in_full(best, text, span)
    if not has_place(name):
        name = _placed(name, [c for _, c in ranked]) or name
    known = best.strong() or joined or best.places["acts"] or _agrees(name, own) > 0
    if level_of(name) and not known:
        return nobody
    features = {
        "score": score,
        "margin": score - rival,
        "title": float(any(c.places["title"] for c in family)),
        "strong": float(any(c.strong() for c in family)),
        "placed": float(has_place(name)),
        "joined": float(joined),
        "once": float(once),
        "agrees": _agrees(name, own),
        "weak": float(best.weak),
        "length": float(len(name)),
        "passing": float(not any(_is_told(c, best) for c in found.values())),
    }
    return Choice(name, best.span(), features)


_OTHERS = frozenset({"metadata", "contact", "plain", "subject", "account", "superior", "footer"})


def _is_told(c: Candidate, best: Candidate) -> bool:
    """Whether the name, or a shorter form of it, stands where a report names or speaks of itself."""
    told = c.strong() or c.places["acts"] or c.places["group"]
    same = c is best or supports(c.name, best.name) > 0 or c.name in offices(best.name)
    return bool(told) and same


def _same(one: Candidate, best: Candidate) -> bool:
    """Whether two names are forms of one: shorter, fuller, or the town in front of its county."""
    if one is best or supports(one.name, best.name) or supports(best.name, one.name):
        return True
    return one.name.endswith(bare_town(best.name))


def _is_another(c: Candidate, own: str | None) -> bool:
    """Whether a body is not what the report calls itself, and stands only where others stand too:
    who put it online, whom else to ask, whom the report works with."""
    return own is not None and _agrees(c.name, own) < 0 and set(c.places) <= _OTHERS


def _may_report(c: Candidate, own: str | None) -> bool:
    """Whether a name that is too weak a sign may yet be the one that a reader would write."""
    return has_place(c.name) and (own is None or _agrees(c.name, own) > 0)


def _speaks_for_nobody(best: Candidate, spoken: bool) -> bool:
    """Whether even the best name is too weak a sign of who reports."""
    known = has_place(best.name) and (best.strong() or not spoken)
    return max(best.score(), best.support) < LEAST and not known


def _in_full(best: Candidate, text: str, span: Span) -> tuple[str, bool, bool]:
    """The name with the place that it leaves out, whether a place was put before it, and whether
    that place is named but once: it may be the one above, or a neighbour."""
    level = level_of(best.name)
    place, often = None, 0
    if level is not None and not masked(text, best.first.values()):
        place, often = find_place(text, span, level)
    name = best.name
    if place and level:
        name = place + name.removeprefix("本").removeprefix(level)
    return official(name, text, span), place is not None, often == 1


def _placed(name: str, others: Iterable[Candidate]) -> str | None:
    """A name without place with the place before the short form of it (市卫健委 + 卫生健康委员会)."""
    for c in others:
        full = in_long(c.name)
        if full != c.name and c.strong() and has_place(full) and full.endswith(name):
            return full
    return None


def _total(c: Candidate, all_names: Iterable[Candidate], own: str | None) -> float:
    backing = sum(max(0.0, o.score()) * supports(o.name, c.name) for o in all_names)
    c.support = backing
    fullness = 0.6 * has_place(c.name) - (0.5 if c.places["acts"] else 0.8) * c.weak
    base = c.score()
    if base <= 0 and backing == 0:
        return base
    return (
        base
        + min(backing, 8.0) * (1.0 if c.strong() or has_place(c.name) else 0.5)
        + fullness
        + 1.2 * _agrees(c.name, own)
    )


def _without_junk(best: Candidate, ranked: list[tuple[float, Candidate]]) -> Candidate:
    """The name inside a longer one whose front is no place (advertising, a verb before it)."""
    inner = [
        c for _, c in ranked
        if c is not best and best.name.endswith(c.name) and has_place(c.name)
        and not adds_place(best.name, c.name)
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
            if c is best or supports(best.name, c.name) < 0.6 or not adds_place(c.name, best.name):
                continue
            if c.name in offices(best.name) and not (c.places["title"] or c.places["signature"]):
                continue  # whom to ring, not who reports
            placed = has_place(c.name) and not has_place(best.name)
            in_county = is_bare_town(best.name) and c.name.endswith(best.name)
            told = (c.strong() and c.score() > 1) or spells_out(c.name, best.name)
            if placed or in_county or (best.weak and not c.weak) or told:
                best, score, changed = c, max(s, score), True
                break
    return best, score


def _levelled(best: Candidate, found: dict[str, Candidate]) -> Candidate:
    """The one form with its level that the report speaks of as its own, for a name without place:
    县水利局 beside 水利局."""
    if has_place(best.name) or level_of(best.name):
        return best
    fuller = [
        c for c in found.values()
        if (c.places["acts"] or c.strong()) and c.name == f"{level_of(c.name)}{best.name}"
    ]  # fmt: skip
    return fuller[0] if len(fuller) == 1 else best


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
