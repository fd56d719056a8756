"""Turning templates into marked text: names, years and numbers as offices write them."""

import random
import re
from dataclasses import dataclass, field

from extractor.training.corpus.agency import Agency
from extractor.training.corpus.marked import MarkedText
from extractor.training.corpus.splits import Split
from extractor.training.corpus.wordings import choose

SLOT = re.compile(r"\{([^{}]*)\}")
_ROSE = re.compile("(?:增加|上升)到|增至")
_FELL = re.compile("(?:减少|下降)到|减至")
DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True)
class Context:
    """What the sentences of one report share."""

    rng: random.Random
    split: Split
    agency: Agency
    year: int
    naming: str = "full"  # full, short or we: the fullest name that the report supports
    extra: dict[str, str] = field(default_factory=dict)


def chinese(number: int) -> str:
    """A whole number below 10,000 in Chinese numerals."""
    if number == 0:
        return "零"
    text, zero = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        elif text:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@dataclass(frozen=True, slots=True)
class Said:
    """A number as said: words before it, the number's own text, words after it, its value."""

    before: str
    text: str
    after: str
    value: int | float


def say_number(rng: random.Random, value: int, exact: bool = False) -> Said:  # noqa: PLR0911
    """Say a count; rounded ways change the value, since what is said is what counts."""
    roll = rng.random()
    if value == 0 or exact or roll < 0.8:
        if value >= 1000 and roll < 0.05:
            return Said("", f"{value:,}", "", value)
        return Said("", str(value), "", value)
    if roll < 0.84 and value <= 99:
        return Said("", chinese(value), "", value)
    if value >= 20000 and roll < 0.95:
        wan = round(value / 10000, rng.choice((0, 1, 2))) or 0.1
        shown = f"{wan:g}"
        after = rng.choice(("", "余", "多"))
        return Said(
            rng.choice(("", "近", "约")) if not after else "",
            f"{shown}万",
            after,
            round(wan * 10000),
        )
    if value >= 30:
        size = 10 if value < 1000 else 100
        rounded = value // size * size
        if rounded < 100 and roll > 0.97:
            return Said("", chinese(rounded), "余", rounded)
        after = rng.choice(("余", "余", "多"))
        return (
            Said("", str(rounded), after, rounded)
            if roll < 0.95
            else Said(rng.choice(("近", "约", "超过")), str(rounded), "", rounded)
        )
    return Said("", str(value), "", value)


def _name(out: MarkedText, context: Context, slot: str) -> None:
    agency, rng = context.agency, context.rng
    if slot == "agency" and context.naming == "full":
        out.add_marked(agency.full, "agency", "full")
    elif slot in ("agency", "short") and context.naming != "we" and agency.short_is_name:
        out.add_marked(agency.short, "agency", "short")
    elif slot == "self" and context.naming == "full" and rng.random() < 0.15:
        out.add_marked(agency.full, "agency", "full")
    elif slot == "self" and context.naming != "we" and rng.random() < 0.15 and agency.short_is_name:
        out.add_marked(agency.short, "agency", "short")
    else:
        out.add(agency.we)


def say(  # noqa: PLR0913, PLR0917
    out: MarkedText,
    template: str,
    context: Context,
    numbers: dict[str, int | float] | None = None,
    key: str = "",
    exact: bool = False,
) -> None:
    """Write a template; `{N}` is the number of fact `key`, `{S}` that of the field in `key`, `{a}`
    and `{b}` are two parts of it."""
    rng = context.rng
    values = numbers or {}
    template = choose(rng, template)
    parts = _parts(rng, values[key]) if "{a}" in template else {}
    at = 0
    for slot in SLOT.finditer(template):
        out.add(template[at : slot.start()])
        at = slot.end()
        name, _, target = slot[1].partition(":")
        if name in ("agency", "self", "short"):
            _name(out, context, name)
        elif name in ("N", "S"):
            wanted = target or key
            _say_value(out, rng, wanted, values[wanted], name == "S", exact)
        elif name == "year":
            out.add_marked(str(context.year), "year", "")
        elif name == "Y":
            out.add_marked(str(context.year), "year", "period")
        elif name == "next":
            out.add(str(context.year + 1))
        elif name == "last":
            out.add(str(context.year - 1))
        elif name == "org":
            out.add(context.agency.superior)
        elif name == "place":
            out.add(context.agency.place)
        elif name in parts:
            out.add(str(parts[name]))
        elif name == "x":
            drawn = int(10 ** rng.uniform(0.3, 3))
            behind = template[at:].split("{N}")[0] if "{N}" in template[at:] else ""
            out.add(str(_beside(drawn, values.get(key), behind)))
        else:
            out.add(context.extra.get(name, ""))
    out.add(template[at:])


def _beside(drawn: int, fact: int | float | None, between: str) -> int:
    """A number that is no fact, as the words between it and the fact behind it allow: a whole is
    no less than its part (案件9件，其中涉及政府信息公开的2件), and what rose was less before."""
    if fact is None or not between:
        return drawn
    if "其中" in between or _FELL.search(between):
        return int(fact) + drawn
    return min(drawn, max(int(fact) - 1, 0)) if _ROSE.search(between) else drawn


def _parts(rng: random.Random, whole: int | float) -> dict[str, int]:
    """Two whole numbers of at least one that make the whole."""
    first = rng.randint(1, int(whole) - 1)
    return {"a": first, "b": int(whole) - first}


def _say_value(  # noqa: PLR0913, PLR0917
    out: MarkedText, rng: random.Random, key: str, value: int | float, field: bool, exact: bool
) -> None:
    if isinstance(value, float):
        out.add_marked(f"{value}", "statement" if field else "fact", key, value)
        return
    said = say_number(rng, value, exact or field)
    out.add(said.before)
    out.add_marked(said.text, "statement" if field else "fact", key, said.value)
    out.add(said.after)
