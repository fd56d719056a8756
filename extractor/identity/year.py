"""The year that a report is about: its period first, then its title, then what it speaks of."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.types import Section, Span

# Worth of each kind of place. The period outweighs a title, a title and the text together a slip
# in the period (a leftover of last year).
WEIGHTS = {"period": 6.0, "title": 4.0}
# Of a year that begins a sentence, of one that dates a paper, of one looked back to.
BEGINNING, PAPER, PAST = 2.0, 0.3, 0.15
SIGNED = 0.8  # of the year before the one that dates the signature, where it is told
SHARE = 4.0  # of the years told in the first section
WHOLE = 2.0  # of the years told in the whole report
# Where a period or a title is printed, all that the text tells is worth less than either.
BESIDE_FIRM = 0.6
_CHINESE = str.maketrans("〇○零一二三四五六七八九ＯO", "0001234567890" + "0")
_YEAR = re.compile(
    r"(?<![0-9])(20[0-4]\d)(?=\s*年|年?度|[01]?\d?月|[01]?\d\d?日|\s*[-.至~—])|(二[〇○零ＯO][〇○零一二]?[〇○零一二三四五六七八九])年"
)
_PERIOD = re.compile(
    r"(?:统计|数据|期限|时间|时限|报告期|截至|截止|周期)[^。\n]{0,30}?(?P<y>20[0-4]\d)\s*[年.]?\s*1\s*[月.]\s*1"
    r"|自\s*(?P<y2>20[0-4]\d)\s*年?\s*0?1\s*月\s*0?1\s*日?[^。\n]{0,6}(?:起|至|到)"
    r"|(?P<y3>20[0-4]\d)\s*年?\s*0?1\s*月\s*0?1\s*日\s*(?:起|至|到|—|-)[^。\n]{0,8}12\s*月"
)
_Y = r"20[0-4]\d|二[〇○零ＯO][〇○零一二][〇○零一二三四五六七八九]"
_WHAT = r"(?:政府\s*信息\s*公\s*开|政务\s*公开|信息公开)"
_KIND = r"(?:报\s*告|年\s*报)"
_TITLE = re.compile(
    rf"(?P<y>{_Y})\s*年?度?[^。,，;\n]{{0,24}}?{_WHAT}[^。,，;\n]{{0,10}}\n?[^。,，;\n]{{0,8}}{_KIND}"
    rf"|{_WHAT}(?:工作)?\s*(?P<y2>{_Y})\s*年度?[^。\n]{{0,6}}{_KIND}"
    rf"|{_WHAT}[^。,，;\n\d]{{0,10}}{_KIND}\s{{0,4}}[(（]\s?(?P<y3>{_Y})\s?年?度?\s?[)）]"
    rf"|{_WHAT}[^。,，;\n\d]{{0,10}}{_KIND}[ \t]{{0,4}}\n\s{{0,4}}(?P<y4>{_Y})\s?年度?[ \t]{{0,4}}(?:\n|$)"
)
# A year that is a line of its own at the head of a report is its title, or a part of it.
_ALONE = re.compile(r"^[ \t\u3000]*[(（〔]?(20[0-4]\d)[ ]?年?度?[)）〕]?[ \t\u3000\r]*$", re.M)
HEAD = 240  # characters of a report in which the lines of its title stand
_CITED = re.compile(r"[〔\[(（]\s*$")


@dataclass(frozen=True, slots=True)
class YearChoice:
    value: int | None
    span: Span | None
    features: dict[str, float]


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, Span]]:
    found = []
    for match in pattern.finditer(text, start, end):
        for name, value in match.groupdict().items():
            if value:
                found.append((int(value.translate(_CHINESE)), Span(*match.span(name))))
                break
    return found


def _alone(text: str, span: Span) -> list[tuple[int, Span]]:
    """The years that stand alone on a line at the head of a report, before its first sentence."""
    end = min(span.end, span.start + HEAD)
    stop = text.find("。", span.start, end)
    inside = _ALONE.finditer(text, span.start, end if stop < 0 else stop)
    return [(int(m[1]), Span(*m.span(1))) for m in inside]


def _told(text: str, start: int, end: int) -> list[tuple[int, Span]]:
    found = []
    for match in _YEAR.finditer(text, start, end):
        raw = match[1] or match[2].translate(_CHINESE)
        if (
            raw.isdigit()
            and len(raw) == 4
            and (
                text.startswith("年度", match.end(match.lastindex or 0))
                or not _CITED.search(text[max(0, match.start() - 2) : match.start()])
            )
        ):
            group = 1 if match[1] else 2
            found.append((int(raw), Span(*match.span(group))))
    return found


def _first_section(span: Span, sections: Sequence[Section]) -> Span:
    for one in sections:
        if one.key == "overview" and len(one.span) > 40:
            return one.span
    return Span(span.start, span.start + max(1, int(len(span) * 0.6)))


def choose_year(text: str, span: Span, sections: Sequence[Section]) -> YearChoice:
    """The year with the most evidence; where nothing but a signing date is left, the one before."""
    scores: dict[int, float] = defaultdict(float)
    where: dict[int, Span] = {}
    features = {"period": 0.0, "title": 0.0}
    best: dict[str, int] = {}
    for kind, pattern in (("period", _PERIOD), ("title", _TITLE)):
        found = _matches(pattern, text, span.start, span.end)
        if kind == "title":
            found = [one for one in found if _titles(text, one[1])] or _alone(text, span)
        counted = Counter(y for y, _ in found)
        for year, n in counted.items():
            scores[year] += WEIGHTS[kind] * n / sum(counted.values())
        for year, at in found:
            where.setdefault(year, at)
        if found:
            features[kind] = 1.0
            best[kind] = counted.most_common(1)[0][0]
    told = _told(text, span.start, span.end)
    signed = _signature(text, span)
    # What a year left to the report's own says nothing of that but that it is a later one.
    told = [(y, s) for y, s in told if s != signed and not _cues().carried.match(text, s.end)]
    starts = {s.start for _, s in told}
    told += [(y, s) for y, s in _alone(text, span) if s.start not in starts]
    worth = {at.start: _worth(text, at) for _, at in told}
    firm = BESIDE_FIRM if scores else 1.0
    _share(scores, told, worth, (_first_section(span, sections), SHARE * firm))
    _share(scores, told, worth, (span, WHOLE * firm))
    for year, at in told:
        where.setdefault(year, at)
    before_signing = int(signed.of(text)) - 1 if signed else 0
    if before_signing in scores:
        scores[before_signing] += SIGNED
    looked_back = not best and max(worth.values(), default=0.0) <= PAST
    if not scores or looked_back:
        return _from_signature(text, signed)
    ranked = sorted(scores.items(), key=lambda p: (-p[1], p[0]))
    value, score = ranked[0]
    features |= {
        "score": score,
        "margin": score - (ranked[1][1] if len(ranked) > 1 else 0.0),
        "period_agrees": float(best.get("period") == value),
        "title_agrees": float(best.get("title") == value),
        "told": float(len(told)),
        # A period and a title that disagree: one of them is left over from another year.
        "disputed": float(any(year != value for year in best.values())),
    }
    return YearChoice(value, where.get(value), features)


_BEGINS = re.compile(r"(?:^|[。;；!\n])[\s\u3000]*$")
_LONGEST_TITLE = 50  # characters behind the year of a title
_LOOK_BACK, _LOOK_AHEAD = 24, 16  # characters around a year that show what it is named for


@dataclass(frozen=True, slots=True)
class _Cues:
    """What stands around years that say little; data/years.json."""

    papers: re.Pattern[str]
    cited: re.Pattern[str]
    planned: re.Pattern[str]
    since: re.Pattern[str]
    carried: re.Pattern[str]
    compared: re.Pattern[str]
    compares: re.Pattern[str]
    another: re.Pattern[str]
    item: re.Pattern[str]


@cache
def _cues() -> _Cues:
    raw = json.loads((Path(__file__).parent / "data" / "years.json").read_text("utf-8"))
    del raw["note"]
    return _Cues(**{name: re.compile(pattern) for name, pattern in raw.items()})


def _titles(text: str, year: Span) -> bool:
    """Whether a year and what follows is the title of this report, and not one item of a list
    (`…、2021年信息公开年报1条`) or another year's report that it speaks of."""
    cues = _cues()
    before = text[max(0, year.start - _LOOK_BACK) : year.start]
    if cues.another.search(before):
        return False
    return cues.item.match(text, year.end, year.end + _LONGEST_TITLE) is None


def _worth(text: str, year: Span) -> float:
    """A year that begins a sentence says when; one that dates a paper or a plan says little, one
    that the report looks back to (`由2016年的203条`, `自2008年以来`) nearly nothing."""
    cues = _cues()
    before = text[max(0, year.start - _LOOK_BACK) : year.start]
    after = text[year.end : year.end + _LOOK_AHEAD]
    if cues.since.match(after) or cues.compares.match(after) or cues.compared.search(before):
        return PAST
    if cues.papers.match(after) or cues.planned.match(after) or cues.cited.search(before):
        return PAPER
    return BEGINNING if _BEGINS.search(before) else 1.0


def _share(
    scores: dict[int, float],
    told: list[tuple[int, Span]],
    worth: Mapping[int, float],
    part: tuple[Span, float],
) -> None:
    """Share out what a part of the report is worth among the years that it tells."""
    span, whole = part
    inside: dict[int, float] = defaultdict(float)
    strongest = 0.0
    for year, at in told:
        if span.start <= at.start < span.end:
            inside[year] += worth[at.start]
            strongest = max(strongest, worth[at.start])
    # Years that say little do not say more because no other year is told.
    whole *= min(1.0, strongest)
    total = sum(inside.values())
    for year, share in inside.items():
        scores[year] += whole * share / total


def _signature(text: str, span: Span) -> Span | None:
    """The year of the date that closes the report."""
    start = max(span.start, span.end - 160)
    last = None
    for match in re.finditer(
        r"(20[0-4]\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", text[start : span.end]
    ):
        last = Span(start + match.start(1), start + match.end(1))
    return last


def _from_signature(text: str, signed: Span | None) -> YearChoice:
    if signed is None:
        return YearChoice(None, None, {"none": 1.0})
    return YearChoice(int(signed.of(text)) - 1, signed, {"signature_only": 1.0})
