"""Prose to facts and statements."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.prose.answers import asked_above
from extractor.prose.asides import passed_over
from extractor.prose.cases import Case
from extractor.prose.cumulative import of_this_year
from extractor.prose.mended import Mend, mends
from extractor.prose.misgivings import (
    CASE_UNITS,
    DECISIONS,
    doubted,
    only_answered,
    unclaimed,
    unread,
)
from extractor.prose.misprints import damaged
from extractor.prose.pipeline import judge_sentences, load_pipeline
from extractor.prose.sentences import apart, sentences
from extractor.prose.statements import (
    Told,
    facts_of,
    fields_of,
    statements_of,
)
from extractor.registry import default_model_dir
from extractor.types import Cleaned, Fact, Prose, Section, Span, Statement

ARTEFACT = "prose.skops"  # the pipeline's trained component, as bytes
KEEP = 0.5  # a figure less likely than not is no fact
MAX_FOCUS = 60_000  # characters of sentences with figures that are looked at: bounds time

_INSIDE = re.compile(r"[(（][^()（）]*\Z")
IN_BRACKET = 40  # characters of a bracket that tells another year's number

_FOCUS = re.compile(
    r"[0-9０-９]|[零〇一二两三四五六七八九十百千万亿拾佰仟壹贰叁肆伍陆柒捌玖廿卅][余多]?(?:[条件篇份个次期则起宗项场]|人次)"
    r"|未|无|没有|零|不存在|[OoQlI○◯丨] ?[件起宗条项份次]"
)
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff])")
_MARKS = " \t\u3000\r\n。.:：;；"
_BEFORE_MARK = re.compile(r"[\r\n。;；!！|]")
FARTHEST_TITLE = 80  # characters before a sentence in which its title ends
_YEAR = re.compile(r"20[0-4]\d(?=年)(?!年度?(?:底|末)?的?(?:尚?未办结|结转|转结|遗留))")


def report_year(text: str, span: Span) -> int | None:
    """The year that a stretch speaks of most, those in brackets left out: they tell what was
    before. A hint for telling this year from others."""
    years = Counter(
        int(m.group())
        for m in _YEAR.finditer(text, span.start, span.end)
        if not _INSIDE.search(text, max(span.start, m.start() - IN_BRACKET), m.start())
    )
    return years.most_common(1)[0][0] if years else None


def section_at(sections: Sequence[Section], at: int) -> Section | None:
    """The innermost section at an offset."""
    inside = [s for s in sections if s.span.start <= at < s.span.end]
    return max(inside, key=lambda s: (s.level, s.span.start), default=None)


def focus(
    text: str, span: Span, sections: Sequence[Section], tables: Sequence[Span]
) -> list[tuple[Span, str, str]]:
    """The sentences that may hold a figure: span, section key, title directly above."""
    found, used = [], 0
    edges = [at for s in sections for at in (s.title_span.start, s.title_span.end)]
    for sentence in apart(sentences(text, span, tables), edges):
        if not _FOCUS.search(text, sentence.start, sentence.end):
            continue
        used += len(sentence)
        if used > MAX_FOCUS:
            break
        section = section_at(sections, sentence.start)
        heading = title_above(text, span, section, sentence)
        found.append((sentence, section.key if section else "", heading))
    return found


def title_above(text: str, span: Span, section: Section | None, sentence: Span) -> str:
    """What stands directly above a sentence: the section's heading, or the words since the last
    mark, which may be a heading that was not found as one."""
    begin = section.title_span.end if section else span.start
    said = text[max(begin, sentence.start - FARTHEST_TITLE) : sentence.start].rstrip(_MARKS)
    if said.strip(_MARKS):
        return _BEFORE_MARK.split(said)[-1].strip()
    if section is None or begin + FARTHEST_TITLE <= sentence.start:
        return ""
    return _BROKEN.sub("", section.title_span.of(text))  # 5.行政 / 复议和行政诉讼情况


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as the pipeline reads it, each character with its place in the text."""

    text: str
    origin: tuple[int, ...]
    unsure: tuple[Span, ...] = ()  # what was heard in place of something else, and may be wrong

    def under(self, heading: str) -> "Spoken":
        """The same, with the title that it answers before it where it is a bare count."""
        title = asked_above(self.text, heading)
        if not title:
            return self
        bare = self.text.lstrip(" \t\u3000:：")
        gone, more = len(self.text) - len(bare), len(title)
        moved = tuple(Span(u.start - gone + more, u.end - gone + more) for u in self.unsure)
        return Spoken(title + bare, self.origin[gone : gone + 1] * more + self.origin[gone:], moved)

    def span(self, inside: Span) -> Span:
        """The place in the text of a stretch of the sentence."""
        if not len(inside):
            at = self.origin[min(inside.start, len(self.origin) - 1)]
            return Span(at, at)
        return Span(self.origin[inside.start], self.origin[inside.end - 1] + 1)


def spoken(text: str, span: Span, year: int | None = None) -> Spoken:
    """The sentence without the line breaks that cut its words, its masked and parted words whole,
    without brackets that tell the number of an earlier year.

    Other line breaks become blanks; a character that a mask hides has the place of the mask.
    """
    said = span.of(text)
    broken = {m.start() for m in _BROKEN.finditer(said)}
    kept = [i for i in range(len(said)) if i not in broken]
    heard = "".join(" " if said[i] == "\n" else said[i] for i in kept)
    pieces, origin, at = [], [], 0
    unsure: list[Span] = []
    for mend in _in_order([*passed_over(heard, year), *mends(heard), *damaged(heard)]):
        pieces += [heard[at : mend.start], mend.heard]
        origin += [*kept[at : mend.start], *_places(kept, mend)]
        at = mend.end
        if not mend.sure:
            unsure.append(Span(len(origin) - len(mend.heard), len(origin)))
    return Spoken(
        "".join([*pieces, heard[at:]]),
        tuple(span.start + i for i in [*origin, *kept[at:]]),
        tuple(unsure),
    )


def _in_order(mends: list[Mend]) -> Iterator[Mend]:
    end = 0
    for one in sorted(mends, key=lambda m: m.start):
        if one.start >= end:
            yield one
            end = one.end


def _places(kept: list[int], mend: Mend) -> list[int]:
    """The places of what is heard: the first and the last character are those of what is printed."""
    if not mend.heard:
        return []
    return [*[kept[mend.start]] * (len(mend.heard) - 1), kept[mend.end - 1]]


def combine(case: Case, trained: bool) -> dict[str, float]:
    """The probability of each key: of rules and classifier together, or of the rules alone."""
    if case.settled is not None:
        return case.settled
    return case.probabilities if trained else {g.key: g.score for g in case.guesses}


def read_prose(  # noqa: PLR0913 - the year by name
    cleaned: Cleaned, span: Span, sections: Sequence[Section], tables: Sequence[Span],
    model_dir: Path | None = None, *, year: int | None = None,
) -> Prose:  # fmt: skip
    """The figures that a report's prose tells, and what they say about the modern fields.

    `tables` are left out. `year` is the report's, for prose that
    speaks of no year but those that left requests over. Spans are clean offsets and cover the number as printed, multiplier
    and 余 included, or the words of a zero. Confidence: the probability that a careful reader
    would write the same.
    """
    text = cleaned.text
    parts = focus(text, span, sections, tables)
    if not parts:
        return Prose()
    nlp = load_pipeline(default_model_dir(model_dir) / ARTEFACT)
    year = report_year(text, span) or year
    read = [spoken(text, s, year) for s, _, _ in parts]
    read = [r.under(heading) for r, (_, _, heading) in zip(read, parts, strict=True)]
    told = [(r.text, key, heading) for r, (_, key, heading) in zip(read, parts, strict=True)]
    joined = "\n".join(t for t, _, _ in told)
    trained = nlp.get_pipe("duibiao_model").trained  # type: ignore[attr-defined]
    facts: list[Fact] = []
    statements: list[Statement] = []
    doubts: dict[str, float] = {}
    untold = 0
    cases: dict[int, list[Case]] = {}
    denied: set[str] = set()  # fields of decisions of which some are denied
    understood: set[int] = set()  # places of sentences that told something
    for index, case in judge_sentences(nlp, told, year):
        begin = case.sentence.start
        at = read[index].span(Span(case.span.start - begin, case.span.end - begin))
        value = case.candidate.number.value if case.candidate else 0
        unit = case.candidate.unit if case.candidate else ""
        chances = combine(case, trained)
        heard = Span(case.span.start - begin, case.span.end - begin)
        case.unsure |= any(
            u.start <= heard.end and heard.start <= u.end for u in read[index].unsure
        )
        cases.setdefault(index, []).append(case)
        if max(chances.values(), default=0.0) >= KEEP:
            understood.add(index)
        if case.zero is not None and case.zero.key in DECISIONS and case.zero.score < KEEP:
            denied.update(fields_of(case.zero.key))
        for key, probability in chances.items():
            if probability < KEEP:
                for name in fields_of(key):
                    doubts[name] = max(doubts.get(name, 0.0), probability)
                continue
            one = Told(key, value, unit, at, parts[index][0], probability)
            facts.extend(facts_of(one))
            statements.extend(statements_of(one, joined, case))
        untold += (
            unit in CASE_UNITS
            and case.settled is None
            and max(chances.values(), default=0.0) < KEEP
        )
    for name, chance in unread([(t, key) for t, key, _ in told], cases, understood).items():
        doubts[name] = max(doubts.get(name, 0.0), chance)
    everything = [case for some in cases.values() for case in some]
    for more in (unclaimed(joined, everything), only_answered(facts, statements)):
        for name, chance in more.items():
            doubts[name] = max(doubts.get(name, 0.0), chance)
    facts = list(of_this_year(text, facts, year))
    return Prose(tuple(facts), tuple(doubted(facts, statements, denied)), doubts, untold)
