"""Printing a report: title, preamble, sections, tables, signature, as its switches say."""

from extractor.training.corpus.layouts import render
from extractor.training.corpus.marked import Edit, MarkedText
from extractor.training.corpus.model import Report
from extractor.training.corpus.prose import BARE_SHARE, LEVEL_1, OVERVIEW, signature
from extractor.training.corpus.speech import say
from extractor.training.corpus.splits import draw
from extractor.training.corpus.wordings import texts

TABLE_OF = {"disclosure": 2, "applications": 3, "remedies": 4}
OLD_ORDER = ("overview", "disclosure", "applications", "other_matters.fees", "remedies", "problems")


def print_report(report: Report) -> MarkedText:
    """The report as marked text, before damage to the text."""
    out = MarkedText()
    _opening(report, out)
    old = report.form in ("2014", "narrative")
    keys = OLD_ORDER if old else LEVEL_1
    place = 0
    for key in keys:
        if key in report.switches.get("missing", ()):  # type: ignore[operator]
            continue
        _section(report, out, key, place)
        place += 1
    if not report.on("no-signature"):
        signature(
            report.context, out, bool(report.on("signed-late")), report.on("agency-signature")
        )
    if 14 in report.tables:
        annex = draw(report.rng, texts("headings", "old", "annex"), report.split)
        annex = annex.replace("{year}", str(report.context.year))
        out.add_marked(annex, "heading", "annex", None, level=1)
        out.add("\n")
        _table(report, out, 14)
    return out


def _opening(report: Report, out: MarkedText) -> None:
    rng, context = report.rng, report.context
    extra = context.extra
    extra["address"] = context.agency.place + draw(rng, texts("openings", "streets"), report.split)
    extra["address"] += f"{rng.randint(1, 999)}号"
    extra["phone"] = f"0{rng.randint(310, 998)}-{rng.randint(2000000, 8999999)}"
    extra["post"] = str(rng.randint(100000, 859999))
    if not report.on("title-missing"):
        title = draw(rng, texts("openings", "titles"), report.split)
        times = 2 if report.on("title-twice") else 1
        for _ in range(times):
            _title(report, out, title)
    if report.on("preamble-missing"):
        return
    template = draw(rng, texts("openings", "preambles"), report.split)
    for slot, name in (("{period}", "periods"), ("{contact}", "contacts"), ("{parts}", "parts")):
        source = "short_periods" if name == "periods" and report.on("short-period") else name
        keep = rng.random() < 0.9 or (name == "periods" and report.on("title-missing"))
        chosen = draw(rng, texts("openings", source), report.split) if keep else ""
        template = template.replace(slot, chosen)
    if report.form in ("2014", "narrative") and rng.random() < 0.6:
        template = draw(rng, texts("openings", "old_preambles"), report.split)
    say(out, template, context)
    out.add("\n")


def _title(report: Report, out: MarkedText, template: str) -> None:
    start = len(out)
    say(out, template, report.context)
    if report.on("title-broken"):
        at = report.rng.randint(start + 4, len(out) - 3)
        out.edit([Edit(at, at, report.rng.choice(("\n", "\n\n")))])
    out.add("\n")


def _heading(report: Report, out: MarkedText, key: str, level: int, place: int) -> None:
    """A heading line, unless it is lost."""
    old = report.form in ("2014", "narrative")
    if (level == 1 and report.on("level-1-lost")) or (level == 2 and report.on("level-2-lost")):
        return
    if report.on("numbers-wrong") and report.rng.random() < 0.4:
        place = min(9, max(0, place + report.rng.choice((-1, 1, 2))))
    bare = report.on("numbers-lost") and report.rng.random() < 0.7
    report.writer.heading(out, key, level, place, "old" if old else "modern", bare)
    if level == 1:
        joint = (
            "。"
            if report.on("run-in")
            else report.rng.choice(("\n",) * 12 + ("：\n", "\n\n", " \n"))
        )
    else:
        joint = report.writer.marks_2 or "\n"
    out.add(joint)


def _section(report: Report, out: MarkedText, key: str, place: int) -> None:  # noqa: PLR0912
    """One level 1 section with what it holds."""
    rng, writer = report.rng, report.writer
    _heading(report, out, key, 1, place)
    if key == "overview":
        if report.on("title-missing"):
            writer.filler(out, "lead", 1, 1)  # the year must stand somewhere
        writer.filler(out, key, 1, 4)
        if report.on("year-leftover"):
            writer.filler(out, "leftovers", 1, 3)
        out.add("\n")
        old = report.form in ("2014", "narrative")
        if not old:
            order = list(OVERVIEW)
            if report.on("own-headings"):
                order.insert(rng.randint(0, 5), "own")
            for at, sub in enumerate(order):
                _subsection(report, out, sub, at)
        else:
            for sub in ("overview.management", "overview.platform", "overview.supervision"):
                _paragraph(report, out, sub)
    elif key == "problems":
        _problems(report, out)
    elif key in ("other_matters", "other_matters.fees"):
        _other(report, out, key)
    elif report.form in ("2014", "narrative"):
        subs = {
            "disclosure": ("overview.proactive", "other_matters.proposals"),
            "applications": ("overview.on_request",),
            "remedies": ("remedies",),
        }
        for sub in subs[key]:
            _paragraph(report, out, sub)
    elif TABLE_OF[key] in report.tables:
        _table(report, out, TABLE_OF[key])


def _paragraph(report: Report, out: MarkedText, key: str) -> None:
    start = len(out)
    writer = report.writer
    if writer.denies_all(key) and report.rng.random() < BARE_SHARE:
        writer.bare_denial(out, key)
        out.add("\n")
        return
    if key != "other_matters.proposals":
        writer.filler(out, key, 0 if writer.has_facts(key) else 1, 3)
    writer.facts_of(out, key)
    if key == "remedies" and report.on("prose-contradiction"):
        writer.denial(out)
    if len(out) > start:
        out.add("\n")


def _subsection(report: Report, out: MarkedText, key: str, at: int) -> None:
    if key == "own":
        own = draw(report.rng, texts("headings", "own"), report.split)
        out.add(
            report.writer.number(report.writer.style_2, at) + own + (report.writer.marks_2 or "\n")
        )
        report.writer.filler(out, "overview.supervision", 1, 2)
        out.add("\n")
        return
    _heading(report, out, key, 2, at)
    _paragraph(report, out, key)
    if key == "overview.on_request" and report.writer.has_facts("remedies"):
        report.writer.facts_of(out, "remedies")
        out.add("\n")
    if key == "overview.supervision" and report.on("prose-contradiction"):
        report.writer.denial(out)
        out.add("\n")


def _problems(report: Report, out: MarkedText) -> None:
    if report.rng.random() < 0.5:
        for at, sub in enumerate(("problems.shortcomings", "problems.improvements")):
            _subsection(report, out, sub, at)
    else:
        report.writer.filler(out, "problems", 1, 2)
        out.add("\n")


def _other(report: Report, out: MarkedText, key: str) -> None:
    writer, rng = report.writer, report.rng
    if key == "other_matters.fees":
        if not writer.has_facts(key):
            writer.filler(out, key, 1, 1)
        writer.facts_of(out, key)
        out.add("\n")
        return
    subs = [
        s
        for s in ("other_matters.fees", "other_matters.priorities", "other_matters.proposals")
        if writer.has_facts(s) or (s.endswith("priorities") and rng.random() < 0.3)
    ]
    if not subs:
        writer.filler(out, "other_matters", 1, 1)
        out.add("\n")
    elif rng.random() < 0.25:
        for sub in subs:
            _paragraph(report, out, sub)
    else:
        for at, sub in enumerate(subs):
            _subsection(report, out, sub, at)


def _table(report: Report, out: MarkedText, number: int) -> None:
    table = report.tables[number]
    if table.caption:
        out.add(table.caption + "\n")
    out.append(render(table, report.style, report.rng))
    if report.layout == "one-line":
        out.add("\n")
