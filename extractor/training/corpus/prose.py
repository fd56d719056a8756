"""The words of a report: title, preamble, sections with headings, filler and facts."""

import random
from dataclasses import dataclass, field

from extractor.training.corpus.marked import Mark, MarkedText
from extractor.training.corpus.numbers import Values
from extractor.training.corpus.speech import DIGITS, Context, chinese, say
from extractor.training.corpus.splits import draw, several
from extractor.training.corpus.wordings import facts, pick, read, texts

LEVEL_1 = ("overview", "disclosure", "applications", "remedies", "problems", "other_matters")
OVERVIEW = (
    "overview.proactive",
    "overview.on_request",
    "overview.management",
    "overview.platform",
    "overview.supervision",
)
ORDINALS = "一二三四五六七八九十"
LITIGATION = ("remedies.litigation_direct.total", "remedies.litigation_after_review.total")
MORE_THAN_ONE = frozenset({"disclosed.website", "followers", "disclosed.other_media"})
MORE_SHARE = (
    0.12  # of the reports that tell such a fact tell a second: another site, another account
)
NATURAL = "applications.new.natural_person"
# A fact of the prose and the modern fields that it fills; see forms/narrative.json.
FILLS = {
    "requests.received": "applications.new.total",
    "review.cases": "remedies.review.total",
    "field.granted": "applications.granted.total",
    "field.partly_granted": "applications.partly_granted.total",
    "field.carried_in": "applications.carried_in.total",
    "field.carried_out": "applications.carried_out.total",
    "field.licensing": "disclosure.licensing.decisions",
    "field.penalties": "disclosure.penalties.decisions",
    "field.coercion": "disclosure.coercion.decisions",
    "field.fees": "disclosure.fees.amount",
}


@dataclass(slots=True)
class Plan:
    """What a report's prose tells: facts with values, and which of the fields' numbers."""

    told: dict[str, int | float] = field(default_factory=dict)
    natural: bool = False  # prose says that all applicants are natural persons


def _draw_value(rng: random.Random, low: int, high: int) -> int:
    span = rng.random()
    return int(low * (high / low) ** span) if low > 0 else int(high * span)


def make_plan(rng: random.Random, values: Values, form: str) -> Plan:
    """Choose the facts; those that the tables count too agree with them."""
    plan = Plan()
    bare = form in ("narrative", "no-tables")
    for key, wording in facts().items():
        if key in FILLS and FILLS[key] in values:
            chance = 0.75 if key == "requests.received" else 0.5 if key == "review.cases" else 0.2
            chance = max(chance, 0.5) if bare else chance
            value = values[FILLS[key]]
            if key.startswith("field.") and (value == 0 or not _tells(plan, key)):
                continue
            if rng.random() < chance:
                plan.told[key] = value
        elif key == "litigation.cases" and LITIGATION[0] in values:
            if rng.random() < (0.5 if bare else 0.4):
                plan.told[key] = sum(values[i] for i in LITIGATION)
        elif key == "field.already_disclosed":
            most = int(plan.told.get("requests.received", 0))
            if most and rng.random() < (0.3 if bare else 0.1):
                plan.told[key] = rng.randint(1, most)
        elif key.startswith("field."):
            continue
        elif rng.random() < (0.6 if bare else 0.35):
            zero = bool(wording.zero) and rng.random() < 0.6
            plan.told[key] = 0 if zero else _draw_value(rng, wording.low, wording.high)
    received = plan.told.get("requests.received", 0)
    if "requests.answered" in plan.told:
        plan.told["requests.answered"] = values.get("applications.processed_total.total", 0)
        if not received or not plan.told["requests.answered"]:
            del plan.told["requests.answered"]
    natural = values.get("applications.new.natural_person", -1)
    plan.natural = bool(received) and natural == received
    return plan


def _tells(plan: Plan, key: str) -> bool:
    """Outcomes are told only where the requests are."""
    if key.startswith(("field.granted", "field.partly", "field.carried")):
        return bool(plan.told.get("requests.received"))
    return True


# What a sentence denies that names several things at once.
DENIED = {"申请": "requests.received", "复议": "review.cases", "诉讼": "litigation.cases"}

# What a section in a few words, such as 无。, denies.
BARE = {
    "remedies": ("review.cases", "litigation.cases"),
    "overview.on_request": ("requests.received",),
}
BARE_SHARE = 0.3  # of the sections that could be so short


@dataclass(slots=True)
class Writer:
    """Writes one report's prose; choices of numbering are drawn once."""

    context: Context
    plan: Plan
    marks_2: str = ""
    style_1: str = ""
    style_2: str = ""

    def __post_init__(self) -> None:
        rng = self.context.rng
        self.style_1 = rng.choice(("{}、",) * 8 + ("", "{d}、", "{d}."))
        self.style_2 = rng.choice(
            ("（{}）",) * 5 + ("({})",) * 3 + ("{d}.", "{d}、", "", "{}）", "第{}，")
        )
        self.marks_2 = rng.choice(("。", "。", "：", ":", "\n", "\n", ""))

    def number(self, style: str, at: int) -> str:
        return style.format(ORDINALS[at], d=at + 1)

    def heading(  # noqa: PLR0913, PLR0917
        self,
        out: MarkedText,
        key: str,
        level: int,
        at: int,
        forms: str = "modern",
        bare: bool = False,
    ) -> None:
        """A heading with its number; its mark covers number and title."""
        rng = self.context.rng
        source = forms if key in _keys(forms) else "modern"
        title = pick(rng, texts("headings", source, key), self.context.split)
        title = title.replace("{year}", str(self.context.year))
        number = self.number(self.style_1 if level == 1 else self.style_2, at)
        number = "" if bare else number
        out.add_marked(number + title, "heading", key, None, level=2 if "." in key else level)

    def has_facts(self, section: str) -> bool:
        """Whether the plan tells any fact that stands in this section."""
        return any(w.section == section and k in self.plan.told for k, w in facts().items())

    def facts_of(self, out: MarkedText, section: str) -> None:
        rng = self.context.rng
        keys = [k for k, w in facts().items() if w.section == section and k in self.plan.told]
        for key in keys:
            wording, value = facts()[key], self.plan.told[key]
            entries = wording.zero if value == 0 and wording.zero else wording.texts
            if value < 2:  # one has no parts
                entries = tuple(one for one in entries if "{a}" not in one)
            if key == "requests.received" and self.plan.natural and rng.random() < 0.6:
                entries = wording.natural
                out.marks.append(Mark("natural", NATURAL, len(out), len(out), value))
            self.fact(out, draw(rng, entries, self.context.split), key, value)
            if key in MORE_THAN_ONE and rng.random() < MORE_SHARE:
                other = draw(rng, wording.texts, self.context.split)
                self.fact(out, other, key, _draw_value(rng, wording.low, wording.high))

    def denies_all(self, section: str) -> bool:
        """Whether all that the plan tells of this section is that there was nothing, and it tells
        everything that a denial in a few words would."""
        return section in BARE and all(self.plan.told.get(key) == 0 for key in BARE[section])

    def bare_denial(self, out: MarkedText, section: str) -> None:
        """A few words that say: nothing of what the heading names."""
        start = len(out)
        say(
            out,
            draw(self.context.rng, texts("filler", "bare", section), self.context.split),
            self.context,
        )
        for key in BARE[section]:
            out.marks.append(Mark("statement", key, start, len(out) - 1, 0))

    def denial(self, out: MarkedText) -> None:
        """A sentence that there were no requests, whatever stands elsewhere."""
        start = len(out)
        say(
            out,
            draw(self.context.rng, texts("filler", "denials"), self.context.split),
            self.context,
        )
        said = out.text[start:]
        for word, key in DENIED.items():
            if word in said:
                out.marks.append(Mark("statement", key, start, len(out) - 1, 0))

    def fact(self, out: MarkedText, template: str, key: str, value: int | float) -> None:
        start = len(out)
        stated = key in FILLS or key == "litigation.cases"
        # Numbers that the table prints too are said exactly, so that prose and table agree.
        say(out, template, self.context, {key: value}, key, exact=stated)
        if "{N}" not in template and "{S}" not in template:
            # A zero told in words: the whole sentence is the mark.
            out.marks.append(Mark("fact", key, start, len(out) - 1, 0))

    def filler(self, out: MarkedText, key: str, low: int = 1, high: int = 3) -> None:
        rng = self.context.rng
        for one in several(rng, texts("filler", key), self.context.split, rng.randint(low, high)):
            say(out, one, self.context)


def _keys(forms: str) -> frozenset[str]:
    return frozenset(read("headings")[forms])


def signature(context: Context, out: MarkedText, late: bool = False, always: bool = False) -> None:
    """Name and date at the end."""
    rng = context.rng
    if not always and rng.random() < 0.6:
        return
    if context.naming == "full" or always:
        out.add_marked(context.agency.full, "agency", "full")
        out.add("\n")
    year, month, day = context.year + 1 + late, rng.randint(1, 3), rng.randint(1, 28)
    if rng.random() < 0.2:
        text = "".join(DIGITS[int(d)] for d in str(year))
        out.add(f"{text}年{chinese(month)}月{chinese(day)}日\n")
    else:
        out.add(f"{year}年{month}月{day}日\n")
