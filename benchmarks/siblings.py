"""How often a correction that is offered to reports of the same template is right there.

    python -m benchmarks.siblings [--templates 60] [--siblings 4] [--kind damage|blanks|wording|layout|strange]

A template is a form, a layout and its damage; its reports differ in agency, year, numbers and prose.
A reviewer decides every open field of the first one (the truth); what that says about the open
fields of the others is held against their truth. Then the same lessons are put to reports of
other templates, where nothing should be offered.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.spellings import SPELLINGS
from benchmarks.strange_layouts import PRINTED, in_usual_layouts
from benchmarks.stream import edited, share_edits, wording_edits
from extractor.pipeline import extract_bytes
from extractor.siblings.sheet import Sheet
from extractor.siblings.transfer import Lesson, lessons_of, suggestions
from extractor.training.corpus import document as maker
from extractor.training.corpus import printer
from extractor.training.corpus.document import Generated, Options
from extractor.training.corpus.layouts import draw_style
from extractor.training.corpus.splits import Split
from extractor.training.judging import right

FORMS = ("2021", "2021", "2019", "2021", "hybrid")
KINDS = {"damage": (2, 5), "blanks": (0, 1), "wording": (0, 2), "layout": (0, 2), "strange": (0, 1)}
ONLY = {"blanks": "blanks-dropped"}  # which slide left, by chance in each report
STRANGE = (*PRINTED, *SPELLINGS)  # layouts and spellings of numbers, in turn
EDITS = {"wording": wording_edits, "layout": share_edits}


FIRST = 1_000  # templates before were looked at while this was made


def template(number: int, count: int, kind: str) -> Iterator[Generated]:
    """`count` reports of one template."""
    form = FORMS[number % len(FORMS)]
    options = Options(form, KINDS[kind], ONLY.get(kind), page="single")
    operators = None
    for at in range(count):
        report = maker.make_report(random.Random(f"{number}/{at}"), Split.CALIBRATION, options)
        fixed = random.Random(f"template/{number}")
        report.style = draw_style(fixed, Split.CALIBRATION)
        report.tables = maker._tables(fixed, form, report.numbers)
        report.rng = fixed
        if operators is None:
            operators = maker.choose_damage(report, options)
        report.rng = random.Random(f"damage/{number}")
        with printed(number, kind):
            out = maker.damaged(report, [one for one in operators if one.fits(report)])
        truth = maker.report_gold(report, out)
        gold = {"source": "", "length": len(out), "reports": [truth], "rejected": [], "tags": {}}
        tags = {"layout": report.layout, "damage": list(report.damage)}
        made = Generated(f"{number}-{at}.txt", out.text.encode(), out.text, gold, tags)
        yield edited(made, EDITS[kind](made)) if kind in EDITS else made


@contextmanager
def printed(number: int, kind: str) -> Iterator[None]:
    """Print tables as nothing in the corpus does, where that is asked for."""
    usual = printer.render
    if kind == "strange":
        name = STRANGE[number % len(STRANGE)]
        strange = in_usual_layouts(SPELLINGS[name]) if name in SPELLINGS else PRINTED[name]
        printer.render = strange  # type: ignore[assignment]
    try:
        yield
    finally:
        printer.render = usual


@dataclass(frozen=True, slots=True)
class Read:
    """A report, what the machine made of it, and its truth."""

    one: Generated
    sheet: Sheet
    truth: Mapping[str, Any]

    @property
    def open(self) -> list[str]:
        return [id for id in self.sheet.report["review"] if id in self.truth["fields"]]


def read(one: Generated) -> Read | None:
    """None where it was not found as one report."""
    result = extract_bytes(one.data, one.name)
    if len(result["reports"]) != 1:
        return None
    return Read(one, Sheet(one.text, result["reports"][0]), one.gold["reports"][0])


def lessons(first: Read) -> list[Lesson]:
    """What a reviewer's answers to every open field of a report say."""
    fields = dict(first.sheet.report["fields"])
    for id in first.open:
        cell = first.truth["fields"][id]
        if not right(cell, (fields[id]["value"], fields[id]["state"])):
            fields[id] = {**fields[id], "value": cell["value"], "state": cell["state"]}
    decided = {**first.sheet.report, "fields": fields}
    targets = [f"fields/{id}" for id in first.open]
    return list(lessons_of(first.sheet, decided, targets).values())


def offered(other: Read, said: Sequence[Lesson], told: Counter[str]) -> None:
    """Count what is offered of the open fields of a report, and what of it is right."""
    waiting = other.open
    told["asked"] += len(waiting)
    found: dict[str, list[Any]] = {}
    for one in suggestions(other.sheet, [f"fields/{id}" for id in waiting], said):
        found.setdefault(one.target.partition("/")[2], []).append(one)
    for id in waiting:
        cell, machine = other.truth["fields"][id], other.sheet.report["fields"][id]
        good = right(cell, (machine["value"], machine["state"]))
        told["misread"] += not good
        for one in found.get(id, ())[:1]:
            fits = right(cell, (one.value, one.state))
            told["offered"] += 1
            told["right"] += fits
            own = said[one.lesson].own
            told["misread alike"] += not own
            told["misread alike, right"] += fits and not own
            told["struck"] += one.value is None
            told["struck, right"] += one.value is None and fits
            told["against a right reading"] += good and not fits


def measure(
    templates: int, siblings: int, kind: str, first: int = FIRST
) -> dict[str, Counter[str]]:
    """Counts for reports of the same template, and for those of others."""
    same, others = Counter[str](), Counter[str]()
    said_before: list[Lesson] = []
    for number in range(first, first + templates):
        made = [read(one) for one in template(number, siblings + 1, kind)]
        taught, *rest = made
        if taught is None:
            continue
        here = lessons(taught)
        same["templates"] += 1
        same["lessons"] += len(here)
        for other in rest:
            if other is not None:
                same["reports"] += 1
                offered(other, here, same)
        others["reports"] += 1
        offered(taught, said_before, others)
        said_before += here
    return {"same template": same, "other templates": others}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--templates", type=int, default=60)
    parser.add_argument("--siblings", type=int, default=4)
    parser.add_argument("--kind", choices=tuple(KINDS), action="append")
    arguments = parser.parse_args()
    for kind in arguments.kind or KINDS:
        found = measure(arguments.templates, arguments.siblings, kind)
        for name, told in found.items():
            share = told["right"] / told["offered"] if told["offered"] else float("nan")
            print(f"{kind}, {name}: right {share:.4f}", dict(told), flush=True)


if __name__ == "__main__":
    main()
