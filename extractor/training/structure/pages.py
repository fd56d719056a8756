"""Generated pages: one or several reports, near misses and page furniture, with their truth."""

import random
from dataclasses import dataclass, field

from extractor.structure.baseline import CLASSES, REPORT
from extractor.structure.wordings import load_wordings
from extractor.training.structure.example import Example, Heading, ReportTruth
from extractor.training.structure.reports import write_report
from extractor.training.structure.writer import Draft, Style, facts_for, pieces
from extractor.types import Cleaned, CleaningKind, Mark, Span

# Share of the pages with one report that hold a piece of it alone, and of those that begin within it.
CUT, LATER = 0.4, 0.12
# Share of the reports, and of the near misses, with the head of a page above them.
HEADED, NEAR_HEADED = 0.4, 0.25
# Share of the near misses of which a page holds a piece, and of those that begin within it.
NEAR_CUT, NEAR_LATER = 0.3, 0.5
REASONS = tuple(name for name in CLASSES if name not in (REPORT, "furniture"))


@dataclass(slots=True)
class _Page:
    """Source text, the part of it that cleaning keeps, and the truth in clean offsets."""

    clean: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    source: int = 0
    reports: list[ReportTruth] = field(default_factory=list)
    rejected: list[tuple[Span, str]] = field(default_factory=list)

    def keep(self, text: str) -> int:
        start = len(self.origin)
        self.clean.append(text)
        self.origin.extend(range(self.source, self.source + len(text)))
        self.source += len(text)
        return start

    def drop(self, text: str) -> None:
        self.marks.append(Mark(CleaningKind.FURNITURE, Span(self.source, self.source + len(text))))
        self.source += len(text)

    def furniture(self, text: str, dropped: bool) -> None:
        if dropped:
            self.drop(text)
        else:
            start = self.keep(text)
            if len(text) > 60:
                self.rejected.append((_tight(text, start), "furniture"))
        self.keep("\n")

    def report(self, draft: Draft) -> None:
        start = self.keep(draft.text)
        headings = tuple(Heading(k, Span(s + start, e + start)) for k, s, e in draft.headings)
        self.reports.append(ReportTruth(_tight(draft.text, start), headings))

    def finished(self) -> Example:
        cleaned = Cleaned("".join(self.clean), tuple(self.origin), self.source, tuple(self.marks))
        return Example(cleaned, tuple(self.reports), tuple(self.rejected))


def _tight(text: str, start: int) -> Span:
    lead = len(text) - len(text.lstrip())
    return Span(start + lead, start + len(text.rstrip()))


def default_wordings() -> dict[str, list[str]]:
    """Every known wording, by key, as the data file lists them."""
    titles: dict[str, list[str]] = {}
    for title, keys in load_wordings().titles.items():
        for key in keys:
            titles.setdefault(key, []).append(title)
    return titles


def near_miss(rng: random.Random, reason: str) -> str:
    """A text that resembles a report and is none."""
    if reason == "not-a-report" and rng.random() < 0.5:
        return unrelated(rng) if rng.random() < 0.7 else listing(rng)
    text = _near_miss(rng, reason)
    return _piece_of(rng, text) if rng.random() < NEAR_CUT else text


def _piece_of(rng: random.Random, text: str) -> str:
    """As much of a near miss as pages hold of a report that they cut off."""
    starts = [at + 1 for at, char in enumerate(text) if char == "\n" and at + 250 < len(text)]
    start = rng.choice(starts) if starts and rng.random() < NEAR_LATER else 0
    return text[start : start + rng.randint(250, 1500)]


def _near_miss(rng: random.Random, reason: str) -> str:
    parts = pieces("nearmiss")[reason]
    style = Style(rng, facts_for(rng), {}, 2020, "\n", "。", 0, 1, 0.0, "lost")
    # As long as a report, often: length alone must not tell them apart.
    bodies: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        count = rng.randint(2, len(parts["bodies"]))
        chosen_at = sorted(rng.sample(range(len(parts["bodies"])), count))
        bodies += [parts["bodies"][at] for at in chosen_at]
    around = pieces("prose")["damage"]["furniture"]
    head = [rng.choice(around) for _ in range(rng.randint(1, 3))] if rng.random() < 0.35 else []
    if rng.random() < NEAR_HEADED:
        head.append(rng.choice(pieces("prose")["mastheads"]))
    title = rng.choice(parts["titles"]) if rng.random() < 0.6 else ""
    byline = rng.choice(pieces("prose")["bylines"]) if title and rng.random() < NEAR_HEADED else ""
    chosen = [
        *head,
        title,
        byline,
        rng.choice(parts["openings"]) if rng.random() < 0.9 else "",
        *bodies,
        rng.choice(parts["closings"]),
    ]
    if rng.random() < 0.3:
        chosen.insert(-1, style.prose(3))
    gap = rng.choice(("\n", "\n", "\n\n", " "))
    return style.say(gap.join(part for part in chosen if part)).replace(
        "\n", gap if gap != " " else "\n"
    )


def listing(rng: random.Random) -> str:
    """An index of reports: title after title, with or without their dates."""
    prose, one = pieces("prose"), facts_for(rng)
    dated, same = rng.random() < 0.5, rng.random() < 0.3
    lines = []
    for _ in range(rng.choice((3, 8, 20, 60, 200))):
        values = one if same else facts_for(rng)
        style = Style(rng, values, {}, 2020, "\n", "。", 0, 1, 0.0, "lost")
        title = style.say(rng.choice(prose["titles"])).replace("\n", "")
        lines.append(title + (style.say(" {s}-01-1{d}")[:11] if dated else ""))
    return rng.choice(("\n", "\n", "\n\n")).join(lines)


def unrelated(rng: random.Random) -> str:
    """Text that has nothing to do with reports: other topics, other languages, noise."""
    prose = pieces("prose")
    kind, length = rng.randrange(5), rng.randint(2, 60)
    if kind == 0:
        return "".join(rng.choice(prose["elsewhere"]) for _ in range(length))
    if kind == 1:
        return " ".join(rng.choice(prose["foreign"]) for _ in range(2 * length))
    if kind == 2:
        return rng.choice("一政a0.、 |") * (20 * length)
    if kind == 3:
        return "".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(8 * length))
    lines = (rng.choice(prose["elsewhere"] + prose["foreign"]) for _ in range(length))
    return "\n".join(lines)


def _letter(rng: random.Random) -> str:
    return _said(
        rng,
        "{place}政府办公室:\n现将{o}{y}年信息公开年度报告随文报上,请审阅。\n{a}\n{s}年1月{d}日\n",
    )


def make_page(seed: int, wordings: dict[str, list[str]] | None = None) -> Example:
    """The page of this seed: the same seed and wordings give the same page."""
    rng = random.Random(f"page-{seed}")
    wordings = wordings or default_wordings()
    page = _Page()
    dropped = rng.random() < 0.6
    if rng.random() < 0.2:
        page.furniture(_piece(rng, "furniture"), dropped)
    kind = rng.random()
    count = 1 if kind < 0.45 else (rng.randint(2, 6) if kind < 0.6 else 0)
    plan = ["report"] * count
    for _ in range(rng.choice((0, 0, 0, 1)) if count else rng.choice((1, 1, 1, 2))):
        plan.insert(rng.randint(0, len(plan)), rng.choice(REASONS))
    between = rng.random()
    for place, name in enumerate(plan):
        if place and between < 0.75:
            _between(page, rng, dropped)
        if name == "report":
            if rng.random() < 0.04:
                letter = _letter(rng)
                page.rejected.append((_tight(letter, page.keep(letter)), "not-a-report"))
            if rng.random() < HEADED:
                page.keep(_said(rng, rng.choice(pieces("prose")["mastheads"])) + "\n")
            draft = write_report(rng, wordings)
            page.report(_cut_off(rng, draft) if len(plan) == 1 and rng.random() < CUT else draft)
        else:
            text = near_miss(rng, name)
            if text.strip():
                page.rejected.append((_tight(text, page.keep(text)), name))
        page.keep("\n")
    if rng.random() < 0.3:
        page.furniture(_piece(rng, "footers"), dropped and rng.random() < 0.5)
    return page.finished()


def _cut_off(rng: random.Random, draft: Draft) -> Draft:
    """A piece of a report, mostly the first, as a page shows it that holds no more."""
    starts = [start for _, start, _ in draft.headings if start + 250 < len(draft.text)]
    start = rng.choice(starts) if starts and rng.random() < LATER else 0
    end = start + rng.randint(min(250, len(draft.text) - start), min(1500, len(draft.text) - start))
    kept = [(key, a - start, b - start) for key, a, b in draft.headings if start <= a and b <= end]
    return Draft(draft.text[start:end], kept)


def _between(page: _Page, rng: random.Random, dropped: bool) -> None:
    for _ in range(rng.randint(1, 3)):
        page.furniture(_piece(rng, "furniture"), dropped)


def _piece(rng: random.Random, name: str) -> str:
    return _said(rng, rng.choice(pieces("prose")["damage"][name]))


def _said(rng: random.Random, text: str) -> str:
    return Style(rng, facts_for(rng), {}, 2020, "\n", "。", 0, 1, 0.0, "lost").say(text)
