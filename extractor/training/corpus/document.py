"""One generated document: a plan, printed, damaged, and its truth."""

import random
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.training.corpus import damage_grid, damage_plan, damage_text
from extractor.training.corpus.agency import Agency, make_agency
from extractor.training.corpus.encode import Encoded, encode
from extractor.training.corpus.judge import glued, judge
from extractor.training.corpus.layouts import JOINED, draw_style, shows_blanks
from extractor.training.corpus.marked import Mark, MarkedText
from extractor.training.corpus.model import Report
from extractor.training.corpus.nearmiss import near_miss
from extractor.training.corpus.numbers import DENSITIES, Numbers, make_numbers, misprint
from extractor.training.corpus.operators import OPERATORS, Operator
from extractor.training.corpus.printer import print_report
from extractor.training.corpus.prose import Writer, make_plan
from extractor.training.corpus.speech import Context
from extractor.training.corpus.splits import Split, home
from extractor.training.corpus.tables import (
    Table,
    table2,
    table3,
    table4,
    table4_by_cell,
    table4_by_channel,
    table14,
)
from extractor.training.corpus.truth import report_truth

REGISTERED = (damage_grid, damage_plan, damage_text)  # importing them fills the registry
FORMS = {"2021": 50, "2019": 16, "2014": 12, "narrative": 10, "hybrid": 5, "no-tables": 7}
ALONE = frozenset({"rest-missing"})  # what cuts a page off leaves no other report behind it
PAGES = {"single": 80, "years": 5, "agencies": 3, "near-miss": 7, "near-miss-and-report": 5}


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller fixes; None leaves it to the seed."""

    form: str | None = None
    damage: tuple[int, int] = (0, 6)
    only: str | None = None
    without: frozenset[str] = frozenset()
    page: str | None = None


@dataclass(slots=True)
class Generated:
    """A document's bytes and its truth, as a gold file holds it."""

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


def _form_of(rng: random.Random, year: int) -> str:
    if year >= 2021:
        return rng.choice(("2021", "2021", "no-tables"))
    return "2019" if year >= 2019 else rng.choice(("2014", "narrative"))


def fill(table: Table, numbers: Numbers) -> None:
    """Write the numbers into their cells."""
    for row in table.rows:
        for cell in row.cells:
            if cell.kind == "number" and cell.field is not None:
                value = numbers.values[cell.field]
                cell.text = f"{value:.6f}".rstrip("0") if isinstance(value, float) else str(value)
                cell.text = cell.text.rstrip(".")
                cell.info["value"] = float(cell.text) if "." in cell.text else int(cell.text)


def _tables(rng: random.Random, form: str, numbers: Numbers) -> dict[int, Table]:
    made: dict[int, Table] = {}
    if form == "2014":
        made[14] = table14(rng.choice(("number", "plain", "no-unit", "double", "headings")))
    elif form in ("2021", "2019", "hybrid"):
        last = rng.choices((table4, table4_by_channel, table4_by_cell), (12, 1, 1))[0]
        made = {2: table2(form), 3: table3(form), 4: last()}
    for table in made.values():
        fill(table, numbers)
    return made


def make_report(
    rng: random.Random,
    split: Split,
    options: Options,
    agency: Agency | None = None,
    year: int | None = None,
) -> Report:
    """A report's choices, before any damage."""
    form = options.form or (
        _form_of(rng, year) if year else rng.choices(list(FORMS), list(FORMS.values()))[0]
    )
    numbers = make_numbers(rng, form, rng.choice(DENSITIES))
    misprinted: list[str] = []
    if form not in ("narrative", "no-tables") and rng.random() < 0.12:
        numbers, misprinted = misprint(rng, numbers)
    context = Context(rng, split, agency or make_agency(rng, split), year or _year(rng, form))
    plan = make_plan(rng, numbers.values, form)
    return Report(
        rng,
        split,
        form,
        context,
        numbers,
        draw_style(rng, split),
        plan,
        Writer(context, plan),
        _tables(rng, form, numbers),
        misprinted,
    )


def choose_damage(report: Report, options: Options) -> list[Operator]:
    """Operators that fit; a combination of two or more belongs to one split alone."""
    pool = [o for o in OPERATORS.values() if o.fits(report) and o.name not in options.without]
    if report.layout in JOINED:
        pool = [o for o in pool if o.plan is None or o.plan.__module__ != damage_grid.__name__]
    if options.only is not None:
        return [o for o in pool if o.name == options.only]
    rng = report.rng
    size = rng.randint(*options.damage)
    chosen: list[Operator] = []
    for _ in range(200):
        chosen = []
        for one in _weighted(rng, pool):
            if len(chosen) == size:
                break
            if not any(one.name in c.against or c.name in one.against for c in chosen):
                chosen.append(one)
        if len(chosen) < 2 or home("+".join(sorted(o.name for o in chosen))) is report.split:
            break
    names = {o.name for o in chosen}
    return [o for o in OPERATORS.values() if o.name in names]


def _weighted(rng: random.Random, pool: list[Operator]) -> list[Operator]:
    return sorted(pool, key=lambda o: rng.random() ** (1 / o.weight), reverse=True)


def damaged(report: Report, operators: list[Operator]) -> MarkedText:
    """The printed report, all its damage done."""
    for one in operators:
        if one.plan:
            one.plan(report)
        report.damage.append(one.name)
    if not shows_blanks(report.style):
        _drop_blanks(report)
    for table in report.tables.values():
        report.undetermined |= judge(table, report.form)
        if report.layout == "glued" and not report.style.separator:
            report.undetermined |= glued(table)
    out = print_report(report)
    for one in operators:
        if one.text:
            one.text(report, out)
    return out


def _drop_blanks(report: Report) -> None:
    """Empty cells leave no trace in this layout."""
    for table in report.tables.values():
        for row in table.rows:
            for cell in row.numbers():
                if cell.field and not cell.text and cell.info.get("value") is None:
                    cell.info["dropped"] = True


def report_gold(report: Report, out: MarkedText) -> dict[str, Any]:
    """The truth of one printed report; spans are those in `out`."""
    form, accepted = _gold_form(report)
    truth = report_truth(
        out,
        out.marks,
        report.context.year,
        form,
        undetermined=set(report.undetermined),
        agency=_names(report, out),
    )
    if accepted:
        truth["form_accepted"] = accepted
    truth["span"] = [0, len(out)]
    return truth


def _names(report: Report, out: MarkedText) -> list[str | None]:
    for kind, name in (
        ("full", report.context.agency.full),
        ("short", report.context.agency.short),
    ):
        printed = [out.quote(m) for m in out.marks if m.kind == "agency" and m.key == kind]
        if printed:
            return list(dict.fromkeys([name, *printed, *_completed(report.context.agency, out)]))
    return [None]


def _completed(agency: Agency, out: MarkedText) -> list[str]:
    """The full name, where the text names the place that the short form leaves out."""
    place = agency.full.removesuffix(agency.short)
    named = place != agency.full and len(place) > 1 and place in out.text
    return [agency.full] if named else []


def _gold_form(report: Report) -> tuple[str, list[str]]:
    """The form that the truth names, and others that are accepted."""
    if report.form == "hybrid":
        return ("2021", ["2019"]) if report.tables else ("2021", ["2019", "narrative"])
    if report.form == "no-tables":
        return "2021", ["narrative"]
    if report.form in ("2021", "2019"):
        accepted = []
        if 2 not in report.tables or "lost-headers" in report.damage:
            accepted.append("2019" if report.form == "2021" else "2021")
        if not report.tables:
            accepted.append("narrative")
        return report.form, accepted
    return report.form, []


def make_document(seed: int, split: str, options: Options | None = None) -> Generated:
    """The document of that seed and split: always the same bytes and truth."""
    chosen, opts = Split(split), options or Options()
    rng = random.Random(f"{seed}/{split}")
    page = opts.page or rng.choices(list(PAGES), list(PAGES.values()))[0]
    if opts.form is not None or opts.only is not None:
        page = opts.page or "single"
    out, reports, rejected = MarkedText(), list[dict[str, Any]](), list[dict[str, Any]]()
    tags: dict[str, Any] = {"page": page, "split": split, "damage": [], "near_miss": []}
    if page.startswith("near-miss"):
        _reject(rng, chosen, out, rejected, tags)
    if page != "near-miss":
        _add_reports(rng, chosen, opts, page, out, reports, rejected, tags)
    gold = {
        "source": "",
        "length": len(out),
        "reports": reports,
        "rejected": rejected,
        "tags": tags,
    }
    done: Encoded = encode(rng, out, gold, f"{split}-{seed:09d}")
    return Generated(done.name, done.data, done.text, gold, tags)


def _reject(
    rng: random.Random,
    split: Split,
    out: MarkedText,
    rejected: list[dict[str, Any]],
    tags: dict[str, Any],
) -> None:
    reason, text = near_miss(rng, split)
    rejected.append({"span": [len(out), len(out) + len(text)], "reason": reason})
    tags["near_miss"].append(reason)
    out.add(text + "\n")


def _add_reports(  # noqa: PLR0913, PLR0917
    rng: random.Random,
    split: Split,
    options: Options,
    page: str,
    out: MarkedText,
    reports: list[dict[str, Any]],
    rejected: list[dict[str, Any]],
    tags: dict[str, Any],
) -> None:
    count = rng.randint(2, 5) if page in ("years", "agencies") else 1
    agency = make_agency(rng, split) if page == "years" else None
    newest = rng.randint(2019, 2025)
    fit = options if count == 1 else replace(options, without=options.without | ALONE)
    operators: list[Operator] | None = None
    tags["reports"] = []
    for at in range(count):
        report = make_report(rng, split, options, agency, newest - at if page == "years" else None)
        fitting = [o for o in operators or () if o.fits(report)]
        operators = choose_damage(report, fit) if operators is None else fitting
        body = damaged(report, operators)
        _add_around(report, "before", out, rejected)
        _shift(report_gold(report, body), out, body, reports)
        tags["reports"].append(_report_tags(report))
        if not out.text.endswith("\n"):
            out.add("\n")
        _add_around(report, "after", out, rejected)
    first = tags["reports"][0]
    tags.update(
        {k: first[k] for k in ("form", "layout", "damage", "agency_kind", "density", "misprinted")}
    )


def _report_tags(report: Report) -> dict[str, Any]:
    return {
        "form": report.form,
        "layout": report.layout if report.tables else "none",
        "damage": list(report.damage),
        "agency_kind": report.context.agency.kind,
        "density": report.numbers.density,
        "misprinted": report.misprinted,
    }


FURNITURE_WORTH_REJECTING = 100  # characters; shorter pieces are within the tolerance of a span


def _add_around(
    report: Report, where: str, out: MarkedText, rejected: list[dict[str, Any]]
) -> None:
    pieces = report.switches.get(where, [])
    assert isinstance(pieces, list)
    start = len(out)
    for piece in pieces:
        out.add(piece)
    words = len(out.text[start:].replace("|", ""))
    if words > FURNITURE_WORTH_REJECTING and "cover-letter" not in report.damage:
        rejected.append({"span": [start, len(out) - 1], "reason": "furniture"})


def _shift(
    truth: dict[str, Any], out: MarkedText, body: MarkedText, reports: list[dict[str, Any]]
) -> None:
    """Put a report behind what stands already, its spans moved."""
    by = len(out)
    spans = truth["spans"]
    spans["fields"] = {k: [s + by, e + by] for k, (s, e) in spans["fields"].items()}
    for name in ("facts", "statements", "sections", "agency", "year"):
        spans[name] = [[*one[:-2], one[-2] + by, one[-1] + by] for one in spans[name]]
    truth["span"] = [by, by + len(body.text.rstrip())]
    out.append(body)
    reports.append(truth)


__all__ = ["FORMS", "Generated", "Mark", "Options", "make_document"]
