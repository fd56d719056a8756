"""Generated reports: modern and old, with every way of printing headings that has been met."""

import random

from extractor.training.structure.writer import Draft, Style, facts_for, pieces, table

SUBS = {
    "overview": (
        "overview.proactive",
        "overview.on_request",
        "overview.management",
        "overview.platform",
        "overview.supervision",
    ),
    "problems": ("problems.shortcomings", "problems.improvements"),
    "other_matters": ("other_matters.fees", "other_matters.priorities", "other_matters.proposals"),
}
MODERN = ("overview", "disclosure", "applications", "remedies", "problems", "other_matters")
# Share of the titles with a line of the page below it: when it was published, where it comes from.
BYLINE = 0.4
# Share of the reports with a preamble, below a title and without one: pages that are cut out of their
# frame lose both.
PREAMBLE, PREAMBLE_ALONE = 0.85, 0.65
# Share of the headings of old reports with their parts right below them.
DIRECT = 0.25
TABLES = {"disclosure": 2, "applications": 3, "remedies": 4}


def write_report(rng: random.Random, wordings: dict[str, list[str]]) -> Draft:
    """A report, modern or old, titled or not, with the places of its headings."""
    year = rng.randint(2008, 2025)
    old = year < 2019
    style = Style(
        rng,
        facts_for(rng, year),
        wordings,
        year,
        gap=rng.choice(("\n", "\n", "\n", "\n\n", "\n\u3000\u3000", " ")),
        run_in=rng.choice(("。", "。", ":", "\n", "\n")),
        top=rng.choice((0,) * 10 + (1, 2, 9)),
        sub=rng.choice((1,) * 9 + (2, 2, 3, 9, 4)),
        lose=rng.choice((0.0, 0.0, 0.0, 0.0, 0.15, 0.6, 0.95)),
        tables="lost" if old else rng.choice(("bars", "bars", "cells", "lost")),
    )
    draft = Draft()
    prose = pieces("prose")
    titled = rng.random() < 0.5
    if titled:
        title = style.say(rng.choice(prose["titles"]))
        cut = rng.randint(6, len(title) - 4)
        draft.add(title if rng.random() < 0.8 else title[:cut] + "\n" + title[cut:])
        draft.add("\n")
        if rng.random() < BYLINE:
            draft.add(style.say(rng.choice(prose["bylines"])) + "\n")
    if rng.random() < (PREAMBLE if titled else PREAMBLE_ALONE):
        draft.add(style.say(rng.choice(prose["preambles"])) + style.gap)
    (_old if old else _modern)(draft, style)
    draft.add(style.say(rng.choice(prose["signatures"])))
    return draft


def _heading(draft: Draft, style: Style, key: str, number: str, title: str) -> None:
    """The heading and what follows it: a line end, a stop, or nothing."""
    rng = style.rng
    if key == "none":
        draft.add(number + title)
    elif len(title) > 6 and rng.random() < 0.02 and style.gap != " ":
        cut = rng.randint(2, len(title) - 2)
        draft.head(key, title[:cut] + "\n" + title[cut:], number)
    else:
        draft.head(key, title, number)


def _modern(draft: Draft, style: Style) -> None:
    rng = style.rng
    skipped = rng.choice(("",) * 8 + ("problems", "disclosure", "other_matters", "remedies"))
    for place, key in enumerate(k for k in MODERN if k != skipped):
        _heading(draft, style, key, style.number(style.top, place + 1), style.title(key))
        draft.add(rng.choice(("", "", "", ":", "、")) + (style.gap if style.gap != " " else " "))
        if key in TABLES:
            if rng.random() < 0.1:
                draft.add("该部分以表格形式报告。\n")
            draft.add(table(style, TABLES[key]))
            if rng.random() < 0.1 or (style.gap == " " and style.tables == "lost"):
                draft.add(style.prose() + style.gap)
            continue
        if key == "other_matters" and rng.random() < 0.3:
            wording = style.title(rng.choice(SUBS[key]))
            draft.add(
                rng.choice(("无", "没有", "未发生", "本年度无")) + wording + rng.choice("。\n")
            )
        elif rng.random() < 0.5 or key not in SUBS:
            draft.add(style.prose() + style.gap)
        if key == "problems" and rng.random() < 0.4:
            draft.add(
                style.say(rng.choice(pieces("prose")["problem_openings"]))
                + style.prose()
                + style.gap
            )
        if key in SUBS and rng.random() < 0.75:
            _subs(draft, style, key)


def _subs(draft: Draft, style: Style, parent: str) -> None:
    rng = style.rng
    keys: list[str] = [k for k in SUBS[parent] if rng.random() < 0.85]
    shape = style.sub if rng.random() < 0.55 else rng.choice((1, 1, 2, 2, 2, 9, 5, 6))
    if rng.random() < 0.3:
        rng.shuffle(keys)
    for _ in range(rng.choice((0, 0, 1, 2))):
        keys.insert(rng.randint(0, len(keys)), "none")
    for place, key in enumerate(keys):
        own = pieces("prose")["inventions"] + pieces("prose")[parent + "_own"]
        title = style.title(key) if key != "none" else style.say(rng.choice(own))
        _heading(draft, style, key, style.number(shape, place + 1), title)
        if rng.random() < 0.05:
            draft.add("1、")  # a title that runs into its list without a stop
        else:
            draft.add(style.run_in if style.gap != " " or style.run_in != "\n" else " ")
        draft.add(style.prose() + style.gap)
        if rng.random() < 0.3 and shape == 1:
            _nested(draft, style)


def _nested(draft: Draft, style: Style) -> None:
    """Enumerations inside a part; their titles resemble headings and are none."""
    rng = style.rng
    kind = rng.choice((2, 2, 4))
    for value in range(1, rng.randint(2, 4) + 1):
        borrowed = style.title(rng.choice([k for k in style.wordings if "." in k]))
        title = borrowed if rng.random() < 0.2 else rng.choice(pieces("prose")["inventions"])
        draft.add(style.number(kind, value) + title + "。" + style.prose(2))
        draft.add(style.gap if rng.random() < 0.6 else "")
    draft.add(style.gap)


OLD = (
    "overview",
    "disclosure",
    "applications",
    "other_matters.fees",
    "remedies",
    "problems",
    "other_matters",
    "annex",
)


def _old(draft: Draft, style: Style) -> None:
    rng = style.rng
    keys = [k for k in OLD if rng.random() < 0.8]
    if rng.random() < 0.3 and len(keys) > 3:
        at = rng.randrange(1, len(keys) - 2)
        keys[at], keys[at + 1] = keys[at + 1], keys[at]
    invented = rng.random() < 0.35
    value = 0
    for key in keys:
        value += 1 if rng.random() < 0.95 else 2
        if invented and key in ("overview", "disclosure", "applications"):
            title = rng.choice(pieces("prose")["inventions"])
            _heading(draft, style, "none", style.number(style.top, value), title)
        elif key == "annex":
            _annex(draft, style)
            continue
        else:
            shown = {"disclosure": "overview.proactive", "applications": "overview.on_request"}
            wording = shown.get(key, key) if rng.random() < 0.7 else key
            _heading(draft, style, key, style.number(style.top, value), style.title(wording))
        draft.add(rng.choice((style.gap, "。", ":" + style.gap)) if style.gap != " " else " ")
        if rng.random() < DIRECT and key in pieces("prose")["old_parts"] and style.gap != " ":
            _parts(draft, style, key)
            continue
        if key == "problems" and rng.random() < 0.5:
            draft.add(style.say(rng.choice(pieces("prose")["problem_openings"])))
        draft.add(style.prose(6) + style.gap)
        if key == "overview" and not invented and rng.random() < 0.15:
            _subs(draft, style, key)
        elif rng.random() < 0.35:
            _old_subs(draft, style, key, invented)


def _parts(draft: Draft, style: Style, key: str) -> None:
    """Parts right below a heading; their titles repeat its words and are of no key."""
    rng, known = style.rng, pieces("prose")["old_parts"][key]
    shape = rng.choice((1, 1, 1, 2))
    for place, title in enumerate(rng.sample(known, rng.randint(1, 3))):
        _heading(draft, style, "none", style.number(shape, place + 1), style.say(title))
        draft.add(rng.choice(("。", ":", "\n", "\n")))
        draft.add(style.prose(3) + style.gap)


def _old_subs(draft: Draft, style: Style, key: str, invented: bool) -> None:
    """Small parts of an old report; under own headings they carry the keys themselves."""
    rng = style.rng
    if invented and key == "applications":
        parts = [
            ("overview.proactive", "overview.proactive"),
            ("other_matters.fees", "other_matters.fees"),
            ("remedies", "remedies"),
        ]
    else:
        parts = [("none", "none")] * rng.randint(2, 3)
    for place, (truth, wording) in enumerate(parts):
        title = (
            style.title(wording) if truth != "none" else rng.choice(pieces("prose")["inventions"])
        )
        number = f"{place + 1}、" if rng.random() < 0.7 else f"({'一二三四'[place]})"
        _heading(draft, style, truth, number, title)
        draft.add("。" if style.gap == " " or rng.random() < 0.6 else "\n")
        draft.add(style.prose(2) + style.gap)


def _annex(draft: Draft, style: Style) -> None:
    draft.head("annex", style.title("annex"))
    draft.add("\n" + "\n".join(pieces("nearmiss")["form"]["bodies"][:4]) + "\n")
