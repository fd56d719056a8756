"""Damage to the plan: titles, agencies, years, headings, sections, contradictions."""

from extractor.training.corpus.model import Report
from extractor.training.corpus.operators import ALL, MODERN_TABLES, plan
from extractor.training.corpus.printer import TABLE_OF
from extractor.training.corpus.prose import FILLS

MODERN = frozenset({"2021", "2019", "hybrid", "no-tables"})


def _switch(
    name: str,
    *switches: str,
    forms: frozenset[str] = ALL,
    weight: float = 1.0,
    against: tuple[str, ...] = (),
) -> None:
    def work(report: Report) -> None:
        for one in switches:
            report.switches[one] = True

    work.__doc__ = f"Turns on {', '.join(switches)}."
    plan(name, forms, weight, None, against)(work)


NAMELESS = ("agency-short", "agency-we", "agency-signature", "preamble-missing")
_switch("title-missing", "title-missing", weight=2, against=("title-broken", "title-twice"))
_switch("title-broken", "title-broken", weight=1.5, against=("title-missing", "title-twice"))
_switch("title-twice", "title-twice", weight=0.7, against=("title-missing", "title-broken"))
_switch("short-period", "short-period", weight=0.4, against=("preamble-missing",))
_switch("signed-late", "signed-late", weight=0.5)
_switch("heading-numbers-lost", "numbers-lost", weight=1.5)
_switch("heading-numbers-wrong", "numbers-wrong", weight=1)
_switch(
    "level-1-lost",
    "level-1-lost",
    forms=frozenset({"2021", "2019"}),
    weight=0.6,
    against=("level-2-lost", "headings-run-in"),
)
_switch("level-2-lost", "level-2-lost", forms=MODERN, weight=0.7, against=("level-1-lost",))
_switch("headings-run-in", "run-in", weight=0.8, against=("level-1-lost",))
_switch("own-headings", "own-headings", forms=MODERN, weight=1)


@plan("preamble-missing", ALL, 2, None, ("agency-short", "agency-we"))
def preamble_missing(report: Report) -> None:
    """The text starts at 一、总体情况; a signature names the agency."""
    report.switches.update(
        {"preamble-missing": True, "title-missing": True, "agency-signature": True}
    )


@plan("agency-short", ALL, 0.8, None, NAMELESS)
def agency_short(report: Report) -> None:
    """The agency stands without its place: 市财政局."""
    if report.context.agency.short_is_name:
        report.context.naming = "short"
        report.switches["no-signature"] = True


@plan("agency-we", ALL, 0.8, None, (*NAMELESS, "title-twice", "title-broken"))
def agency_we(report: Report) -> None:
    """Only 我局 stands in the whole report."""
    report.context.naming = "we"
    report.switches.update({"title-missing": True, "no-signature": True})


@plan(
    "agency-signature",
    ALL,
    0.8,
    None,
    ("agency-short", "agency-we", "preamble-missing", "title-twice"),
)
def agency_signature(report: Report) -> None:
    """Only the signature names the agency."""
    report.context.naming = "we"
    report.switches.update({"title-missing": True, "agency-signature": True})


@plan("section-missing", MODERN, 0.7, None, ("level-1-lost", "rest-missing"))
def section_missing(report: Report) -> None:
    """One or two statutory sections are not there, tables and all."""
    gone = report.rng.choice(
        (
            ("applications", "remedies"),
            ("remedies",),
            ("problems",),
            ("other_matters",),
            ("disclosure",),
        )
    )
    report.switches["missing"] = gone
    for key, number in TABLE_OF.items():
        if key in gone:
            report.tables.pop(number, None)


REST = ("disclosure", "applications", "remedies", "problems", "other_matters")


@plan("rest-missing", MODERN, 1.2, None, ("level-1-lost", "section-missing", "agency-signature"))
def rest_missing(report: Report) -> None:
    """The page holds the opening of the report; the sections that follow stand elsewhere."""
    gone = REST[report.rng.randint(0, 3) :]
    report.switches.update({"missing": gone, "no-signature": True})
    for key, number in TABLE_OF.items():
        if key in gone:
            report.tables.pop(number, None)


@plan("contradiction", MODERN_TABLES, 1.2)
def contradiction(report: Report) -> None:
    """The prose tells another number than the table."""
    told = [k for k in report.plan.told if k in FILLS]
    if not told:
        told = ["requests.received"]
        report.plan.told["requests.received"] = report.numbers.values[FILLS["requests.received"]]
    key = report.rng.choice(sorted(told))
    old = report.plan.told[key]
    report.plan.told[key] = (
        int(old) + report.rng.choice((1, 2, 3, 10)) if report.rng.random() < 0.8 else 0
    )
    report.plan.natural = False


@plan("prose-contradiction", frozenset({"narrative", "no-tables"}), 1)
def prose_contradiction(report: Report) -> None:
    """One sentence tells requests, another that there were none."""
    if report.plan.told.get("requests.received"):
        report.switches["prose-contradiction"] = True


@plan("year-leftover", ALL, 1)
def year_leftover(report: Report) -> None:
    """Years of the report before, left in the text."""
    report.switches["year-leftover"] = True
