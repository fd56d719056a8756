"""Damage to the printed text: characters, words, digits, lines, what stands around the report."""

import random
import re
from functools import cache

from extractor.training.corpus.marked import Edit, Mark, MarkedText
from extractor.training.corpus.model import Report
from extractor.training.corpus.operators import ALL, MODERN_TABLES, TABLED, text
from extractor.training.corpus.splits import draw, several
from extractor.training.corpus.whole_rows import in_short_rows
from extractor.training.corpus.wordings import pick, texts

TITLE_REACH = 40  # characters; an agency that starts within them stands in the title
TRADITIONAL = ("traditional", "pinyin", "taiwan-words")
HAN = re.compile(r"[\u4e00-\u9fff]")


def _protected(
    out: MarkedText,
    kinds: tuple[str, ...] = ("cell", "fact", "statement", "agency", "year", "local"),
) -> list[tuple[int, int]]:
    """Pieces that an operator must not touch, in order; a sentence told as zero is no such piece."""
    return sorted((m.start, m.end) for m in out.marks if m.kind in kinds and m.end - m.start < 40)


def _free(out: MarkedText, at: int, spans: list[tuple[int, int]]) -> bool:
    return not any(start <= at <= end for start, end in spans)


def _tables(out: MarkedText) -> tuple[int, int]:
    """The stretch from the first to the last number of a table; empty where there is none."""
    cells = [m for m in out.marks if m.kind == "cell"]
    if not cells:
        return len(out), len(out)
    return min(m.start for m in cells), max(m.end for m in cells)


def _apply(out: MarkedText, edits: list[Edit]) -> None:
    """Apply those of the edits that do not touch each other."""
    kept: list[Edit] = []
    for one in sorted(edits):
        if not kept or one.start > kept[-1].end:
            kept.append(one)
    out.edit(kept)


@cache
def _converter(name: str):  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(name)


def _traditional(out: MarkedText, name: str) -> None:
    converted = _converter(name).convert(out.text)
    if len(converted) == len(out):
        out.translate(converted)
        return
    lines: list[Edit] = []  # word by word, where a phrase changes its length
    for found in re.finditer(r"[\u4e00-\u9fff]+", out.text):
        new = _converter(name).convert(found[0])
        if new != found[0]:
            lines.append(Edit(found.start(), found.end(), new))
    same = [e for e in lines if len(e.text) == e.end - e.start]
    characters = list(out.text)
    for one in same:
        characters[one.start : one.end] = one.text
    out.translate("".join(characters))


@text("traditional", ALL, 1.2, None, TRADITIONAL)
def traditional(report: Report, out: MarkedText) -> None:
    """Traditional characters without pinyin."""
    _traditional(out, report.rng.choice(("s2t", "s2tw", "s2hk")))


@text("taiwan-words", ALL, 0.6, None, TRADITIONAL)
def taiwan_words(report: Report, out: MarkedText) -> None:
    """Taiwan's words for a few things: 檔案 for 文件, 程式 for 程序."""
    swaps = [w.split("=") for w in texts("damage", "taiwan")]
    edits = [
        Edit(found.start(), found.end(), new)
        for old, new in swaps
        for found in re.finditer(old, out.text)
    ]
    inside = [(m.start, m.end) for m in out.marks if m.kind == "agency"]
    _apply(out, [e for e in edits if _free(out, e.start, inside)])
    _traditional(out, "s2t")


@cache
def _reading(character: str) -> str:
    from pypinyin import pinyin  # noqa: PLC0415

    return str(pinyin(character)[0][0])


@text("pinyin", ALL, 1.2, None, TRADITIONAL)
def pinyin(report: Report, out: MarkedText) -> None:
    """Traditional characters with their reading in brackets, in one of the styles seen."""
    rng = report.rng
    plain = out.text
    _traditional(out, "s2t")
    share = rng.choice((0.15, 0.5, 0.9))
    opening, closing = rng.choice((("(", ")"), ("(", ")"), ("(", " )"), ("（", "）")))
    every = rng.random() < 0.2
    chosen = {c for c in sorted(set(out.text)) if rng.random() < share}
    edits = []
    for at, (old, new) in enumerate(zip(plain, out.text, strict=True)):
        if new in chosen and HAN.match(new) and (old != new or (every and at % 3 == 0)):
            edits.append(Edit(at + 1, at + 1, opening + _reading(new) + closing))
    readings = {e.start: len(e.text) for e in edits}
    ends = {id(m): readings.get(m.end, 0) for m in out.marks if m.kind in ("heading", "agency")}
    out.edit(edits)
    for mark in out.marks:
        mark.end += ends.get(id(mark), 0)  # the reading of its last character belongs to it


@text("advertising", ALL, 1.2)
def advertising(report: Report, out: MarkedText) -> None:
    """Words of an advertiser in place of the city or of other words, and between words."""
    rng = report.rng
    word = pick(rng, texts("damage", "advertising"), report.split)
    spans = _protected(out, ("cell", "fact", "statement", "agency", "heading", "local", "year"))
    targets = list(re.finditer("市委|市政府|县政府|区政府|有关部门|社会公众|政务公开", out.text))
    edits = [
        Edit(m.start(), m.end(), word)
        for m in targets
        if _free(out, m.start(), spans) and rng.random() < 0.7
    ]
    edits += [Edit(at, at, word) for at in _gaps(rng, out, spans, 3)]
    for mark in out.marks:
        if mark.kind == "agency" and mark.start < TITLE_REACH and rng.random() < 0.4:
            edits.append(Edit(mark.start, mark.start, word))
    _apply(out, edits)


def _gaps(
    rng: random.Random, out: MarkedText, spans: list[tuple[int, int]], count: int
) -> list[int]:
    """Places between two Chinese characters of the prose."""
    first, last = _tables(out)
    found: list[int] = []
    for _ in range(count * 8):
        at = rng.randint(1, max(1, len(out) - 2))
        inside = first - 60 < at < last + 40
        if (
            not inside
            and HAN.match(out.text[at - 1])
            and HAN.match(out.text[at : at + 1] or " ")
            and _free(out, at, spans)
        ):
            found.append(at)
        if len(found) == count:
            break
    return sorted(set(found))


@text("broken-words", ALL, 1.5)
def broken_words(report: Report, out: MarkedText) -> None:
    """A word, or a heading, broken over two lines."""
    rng = report.rng
    spans = _protected(out)
    edits = [Edit(at, at, "\n") for at in _gaps(rng, out, spans, rng.randint(1, 6))]
    headings = [m for m in out.marks if m.kind == "heading" and m.end - m.start > 6]
    if headings and rng.random() < 0.5:
        one = rng.choice(headings)
        at = rng.randint(one.start + 3, one.end - 2)
        edits.append(Edit(at, at, "\n"))
    _apply(out, edits)


@text(
    "one-line-report",
    ALL,
    0.8,
    frozenset({"pipe", "pipe-bare", "one-line", "spaces", "cell-lines"}),
    ("equal-lines-dropped", "blanks-kept"),
)
def one_line_report(report: Report, out: MarkedText) -> None:
    """The whole report on one unbroken line, headings inside it."""
    joint = " " if report.rng.random() < 0.8 else "  "
    out.edit(
        [
            Edit(m.start(), m.end(), joint)
            for m in re.finditer(r"\s*\n\s*", out.text)
            if m.end() < len(out)
        ]
    )


@text("swallowed-digits", ALL, 1)
def swallowed_digits(report: Report, out: MarkedText) -> None:
    """Digits and marks swallowed in dates and document numbers, not in what is counted."""
    ways = (
        (r"年(?=1月1日)", ""),
        (r"年(?=12月31日)", ""),
        (r"(?<=〔20\d\d)〕", ""),
        (r"(?<=条)，", ""),
        (r"。(?=\n)", ""),
    )
    edits = [
        Edit(m.start(), m.end(), new)
        for old, new in ways
        for m in re.finditer(old, out.text)
        if report.rng.random() < 0.5
    ]
    spans = [(m.start, m.end) for m in out.marks if m.kind == "heading"]
    _apply(out, [e for e in edits if not any(s < e.end and e.start < t for s, t in spans)])


@text("damaged-marks", ALL, 1.2)
def damaged_marks(report: Report, out: MarkedText) -> None:
    """Punctuation turned into other signs: `?,`, `?。`, `,、`, `????` as indent."""
    rng = report.rng
    first, last = _tables(out)
    spans = _protected(out, ("cell", "fact", "statement", "agency", "year", "heading"))
    edits = []
    for found in re.finditer(r"[，。、；]", out.text):
        if (
            rng.random() < 0.06
            and not first - 80 < found.start() < last
            and _free(out, found.start(), spans)
        ):
            edits.append(
                Edit(found.start(), found.end(), rng.choice(("?,", "?。", ",、", "?", "．")))
            )
    if rng.random() < 0.5:
        edits += [
            Edit(m.end(), m.end(), rng.choice(("????", "??", "  ")))
            for m in re.finditer(r"\n(?=[\u4e00-\u9fff（(])", out.text)
            if rng.random() < 0.3
            and not first - 80 < m.start() < last
            and _free(out, m.end(), _headings(out, rng))
        ]
    _apply(out, edits)


def _headings(out: MarkedText, rng: random.Random) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in out.marks if m.kind == "heading"]


@text("masked", ALL, 0.6)
def masked(report: Report, out: MarkedText) -> None:
    """Words masked by stars: `主动***息`."""
    spans = _protected(out, ("cell", "fact", "statement", "agency", "heading", "year"))
    _apply(
        out,
        [
            Edit(at, at + 1, "***")
            for at in _gaps(report.rng, out, spans, 5)
            if _free(out, at + 1, spans) and HAN.match(out.text[at])
        ],
    )


@text("zero-width", ALL, 1)
def zero_width(report: Report, out: MarkedText) -> None:
    """Invisible characters, also beside and inside numbers."""
    rng = report.rng
    sign = rng.choice(("\u200b", "\ufeff", "\u200d", "\u2060"))
    spans = [(m.start, m.end) for m in out.marks if m.kind == "agency"]
    edits = [Edit(at, at, sign) for at in _gaps(rng, out, spans, 8)]
    cells = [m for m in out.marks if m.kind == "cell" and m.end > m.start]
    edits += [Edit(m.start, m.start, sign) for m in rng.sample(cells, min(6, len(cells)))]
    _apply(out, edits)


@text("tags-as-text", ALL, 0.5)
def tags_as_text(report: Report, out: MarkedText) -> None:
    """Empty html tags with random ids as text."""
    rng = report.rng
    at = out.text.find("\n") + 1
    tags = "".join(
        f'<span id="_{"".join(rng.choices("0123456789abcdef", k=8))}"></span>'
        for _ in range(rng.randint(3, 25))
    )
    out.edit([Edit(at, at, tags)])


@text("page-numbers", ALL, 0.8)
def page_numbers(report: Report, out: MarkedText) -> None:
    """Page numbers as lines of their own."""
    rng = report.rng
    form = rng.choice(("- {} -", "{}", "第{}页", "— {} —", "第 {} 页 共 9 页"))
    first, last = _tables(out)
    ends = [m.end() for m in re.finditer("。\n", out.text) if not first - 200 < m.end() < last]
    chosen = sorted(rng.sample(ends, min(len(ends), rng.randint(1, 4))))
    out.edit([Edit(at, at, form.format(i + 1) + "\n") for i, at in enumerate(chosen)])


@text("equal-lines-dropped", TABLED, 0.5, frozenset({"cell-lines"}))
def equal_lines_dropped(report: Report, out: MarkedText) -> None:
    """A converter dropped every line that it had seen before: cells of short rows cannot be told."""
    first, last = _tables(out)
    start = out.text.rfind("\n", 0, first) + 1
    seen: set[str] = set()
    edits, at = [], start
    for line in out.text[start:last].splitlines(keepends=True):
        key = line.strip()
        if key and key in seen:
            edits.append(Edit(at, at + len(line), ""))
        seen.add(key)
        at += len(line)
    gone = {(e.start, e.end) for e in edits}
    inside = sorted(gone)
    lost: list[Mark] = []
    for mark in out.marks:
        if mark.kind not in ("cell", "local", "heading"):
            continue
        if any(s <= mark.start and mark.end <= e and s < e for s, e in inside):
            lost.append(mark)
    dropped = {id(m) for m in lost}
    out.marks = [m for m in out.marks if id(m) not in dropped]
    if any(m.kind == "cell" for m in lost):
        for mark in in_short_rows(out.marks):
            mark.info["undetermined"] = True
    out.edit(edits)


@text("windows-lines", ALL, 0.6)
def windows_lines(report: Report, out: MarkedText) -> None:
    """Line ends as Windows writes them."""
    out.edit([Edit(m.start(), m.end(), "\r\n") for m in re.finditer("\n", out.text)])


def _around(report: Report, where: str, lines: list[str]) -> None:
    pieces = report.switches.setdefault(where, [])
    assert isinstance(pieces, list)
    pieces.append("\n".join(lines) + "\n")


def _fill(report: Report, line: str) -> str:
    rng, agency = report.rng, report.context.agency
    values = {
        "{place}": agency.place,
        "{n}": str(rng.randint(12, 99999)),
        "{year}": str(report.context.year + 1),
        "{date}": f"{report.context.year + 1}-0{rng.randint(1, 3)}-{rng.randint(10, 28)}",
        "{other}": str(report.switches.get("other-agency", agency.place + "市人民政府办公室")),
        "{phone}": f"0{rng.randint(310, 998)}-{rng.randint(2000000, 8999999)}",
    }
    for slot, value in values.items():
        line = line.replace(slot, value)
    return line


def _outside(name: str, where: str, key: str, low: int, high: int, weight: float = 1.0) -> None:  # noqa: PLR0913, PLR0917
    def work(report: Report, out: MarkedText) -> None:
        lines = several(
            report.rng, texts("damage", key), report.split, report.rng.randint(low, high)
        )
        _around(report, where, [_fill(report, line) for line in lines])

    work.__doc__ = f"Lines of {key} {where} the report."
    text(name, ALL, weight)(work)


_outside("menu-words", "before", "menu", 3, 14)
_outside("breadcrumb", "before", "breadcrumb", 1, 1)
_outside("template-marks", "before", "template", 1, 3, 0.5)
_outside("furniture-before", "before", "furniture", 1, 6, 1.5)
_outside("furniture-after", "after", "furniture", 1, 5, 1.5)
_outside("footer-after", "after", "footer", 3, 6, 1.5)
_outside("footer-before", "before", "footer", 3, 6, 0.5)


@text("cover-letter", ALL, 0.5)
def cover_letter(report: Report, out: MarkedText) -> None:
    """A letter to the superior, with its own date and signature, before the report."""
    letter = pick(report.rng, texts("damage", "cover"), report.split)
    for slot, value in (
        ("{org}", report.context.agency.superior),
        ("{we}", report.context.agency.we),
        ("{year}", str(report.context.year)),
        ("{next}", str(report.context.year + 1)),
    ):
        letter = letter.replace(slot, value)
    _around(report, "before", letter.split("/"))


@text("layout-table", ALL, 0.5, frozenset({"pipe", "pipe-bare"}))
def layout_table(report: Report, out: MarkedText) -> None:
    """A layout table around the text: hundreds of empty bars in the first lines."""
    bars = ["|" * report.rng.randint(20, 120) for _ in range(report.rng.randint(1, 4))]
    _around(report, "before", bars)


@text("furniture-inside", MODERN_TABLES, 0.7)
def furniture_inside(report: Report, out: MarkedText) -> None:
    """Page furniture between two paragraphs."""
    ends = [m.end() for m in re.finditer("。\n", out.text)]
    first, last = _tables(out)
    ends = [e for e in ends if not first - 200 < e < last]
    if ends:
        at = report.rng.choice(ends)
        line = _fill(report, draw(report.rng, texts("damage", "furniture"), report.split))
        out.edit([Edit(at, at, line + "\n")])
