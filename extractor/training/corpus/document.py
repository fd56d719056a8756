"""One generated document: a plan, printed, damaged, and its truth."""

import random
from dataclasses import dataclass, field
from typing import Any

from extractor.training.corpus.agency import make_agency
from extractor.training.corpus.layouts import Style, draw_style, render
from extractor.training.corpus.marked import Mark, MarkedText
from extractor.training.corpus.numbers import DENSITIES, Numbers, make_numbers, misprint
from extractor.training.corpus.prose import (
    LEVEL_1,
    OVERVIEW,
    Writer,
    make_plan,
    opening,
    signature,
)
from extractor.training.corpus.speech import Context
from extractor.training.corpus.splits import Split
from extractor.training.corpus.tables import Table, table2, table3, table4, table14
from extractor.training.corpus.truth import report_truth

FORMS = {"2021": 50, "2019": 16, "2014": 12, "narrative": 10, "hybrid": 5, "no-tables": 7}


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller fixes; None leaves it to the seed."""

    form: str | None = None
    damage: tuple[int, int] = (0, 6)
    only: str | None = None
    without: frozenset[str] = frozenset()


@dataclass(slots=True)
class Generated:
    """A document's bytes and its truth."""

    name: str
    data: bytes
    text: str
    gold: dict[str, Any]
    tags: dict[str, Any] = field(default_factory=dict)


def _year(rng: random.Random, form: str) -> int:
    if form in ("2021", "no-tables"):
        return rng.randint(2021, 2025)
    if form == "2019":
        return rng.choice((2019, 2020, 2019, 2020, 2021, 2022, 2023))
    if form == "hybrid":
        return rng.randint(2020, 2023)
    if form == "2014":
        return rng.randint(2014, 2018)
    return rng.randint(2009, 2020)


def fill(table: Table, numbers: Numbers) -> None:
    """Write the numbers into their cells."""
    for row in table.rows:
        for cell in row.cells:
            if cell.kind == "number" and cell.field is not None:
                value = numbers.values[cell.field]
                cell.text = f"{value:g}" if isinstance(value, float) and value < 1e5 else str(value)
                cell.info["value"] = float(cell.text) if "." in cell.text else int(cell.text)


def report(rng: random.Random, split: Split, options: Options) -> tuple[MarkedText, dict[str, Any]]:
    """One report as marked text, and its tags."""
    form = options.form or rng.choices(list(FORMS), list(FORMS.values()))[0]
    density = rng.choice(DENSITIES)
    numbers = make_numbers(rng, form, density)
    misprinted: list[str] = []
    if form not in ("narrative", "no-tables") and rng.random() < 0.12:
        numbers, misprinted = misprint(rng, numbers)
    context = Context(rng, split, make_agency(rng, split), _year(rng, form))
    style = draw_style(rng)
    writer = Writer(context, make_plan(rng, numbers.values, form))
    out = MarkedText()
    opening(context, out, title=rng.random() < 0.55)
    forms = "old" if form in ("2014", "narrative") else "modern"
    for at, key in enumerate(LEVEL_1):
        section(out, writer, key, at, forms, form, numbers, style)
    signature(context, out)
    if form == "2014":
        out.add("附表\n")
        print_table(
            out, table14(rng.choice(("number", "plain", "no-unit", "double"))), numbers, style, rng
        )
    tags = {
        "form": form,
        "layout": style.layout if form not in ("narrative", "no-tables") else "none",
        "damage": [],
        "agency_kind": context.agency.kind,
        "density": density,
        "misprinted": misprinted,
        "year": context.year,
        "agency": context.agency.full,
    }
    return out, tags


def print_table(
    out: MarkedText, table: Table, numbers: Numbers, style: Style, rng: random.Random
) -> None:
    fill(table, numbers)
    out.append(render(table, style, rng))
    out.add("\n" if style.layout == "one-line" else "")


def section(
    out: MarkedText,
    writer: Writer,
    key: str,
    at: int,
    forms: str,
    form: str,
    numbers: Numbers,
    style: Style,
) -> None:
    """One level 1 section with what it holds."""
    rng = writer.context.rng
    writer.heading(out, key, 1, at, forms)
    out.add("\n")
    if key == "overview":
        writer.filler(out, key)
        out.add("\n")
        for place, sub in enumerate(OVERVIEW):
            subsection(out, writer, sub, place)
    elif key == "problems":
        if rng.random() < 0.5:
            for place, sub in enumerate(("problems.shortcomings", "problems.improvements")):
                subsection(out, writer, sub, place)
        else:
            writer.filler(out, key, 1, 1)
            out.add("\n")
    elif key == "other_matters":
        subs = [
            s
            for s in ("other_matters.fees", "other_matters.priorities", "other_matters.proposals")
            if _has(writer, s)
        ]
        for place, sub in enumerate(subs):
            subsection(out, writer, sub, place)
        if not subs:
            writer.filler(out, key, 1, 1)
            out.add("\n")
    elif form in ("2021", "2019", "hybrid"):
        table = {
            "disclosure": lambda: table2(form),
            "applications": lambda: table3(form),
            "remedies": table4,
        }[key]()
        print_table(out, table, numbers, style, rng)


def _has(writer: Writer, section: str) -> bool:
    if section == "other_matters.priorities":
        return writer.context.rng.random() < 0.3
    keys = {
        "other_matters.fees": ("information_fee",),
        "other_matters.proposals": ("proposals.npc", "proposals.cppcc"),
    }[section]
    return any(k in writer.plan.told for k in keys)


def subsection(out: MarkedText, writer: Writer, key: str, at: int) -> None:
    writer.heading(out, key, 2, at)
    out.add(writer.marks_2 or "。")
    if key.startswith("overview") or key.endswith(("priorities", "shortcomings", "improvements")):
        writer.filler(out, key, 1, 2)
    writer.facts_of(out, key)
    out.add("\n")


def gold_form(form: str) -> tuple[str, list[str]]:
    """The form that the truth names, and others that are accepted."""
    return {
        "hybrid": ("2021", ["2019"]),
        "no-tables": ("2021", ["narrative"]),
    }.get(form, (form, []))


def make_document(seed: int, split: str, options: Options | None = None) -> Generated:
    """The document of that seed and split: always the same bytes and truth."""
    chosen = Split(split)
    rng = random.Random(f"{seed}/{split}")
    text, tags = report(rng, chosen, options or Options())
    tags["split"] = split
    name = f"{split}-{seed:07d}.txt"
    form, accepted = gold_form(str(tags["form"]))
    marks: list[Mark] = text.marks
    truth = report_truth(text, marks, int(tags["year"]), form, agency=[tags["agency"]])
    truth["span"] = [0, len(text)]
    if accepted:
        truth["form_accepted"] = accepted
    gold = {
        "source": name,
        "length": len(text),
        "reports": [truth],
        "rejected": [],
        "tags": tags,
        "text": text.text,
    }
    return Generated(name, text.text.encode(), text.text, gold, tags)
