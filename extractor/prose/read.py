"""Prose to facts and statements."""

import re
from collections import Counter
from collections.abc import Sequence

from extractor.prose.candidates import Candidate, find_candidates
from extractor.prose.lexicon import load_lexicon
from extractor.prose.rules import FIELD_KEYS, judge
from extractor.prose.sentences import sentences
from extractor.prose.zeros import find_zeros
from extractor.types import Cleaned, Fact, Prose, Section, Span, Statement

_FOCUS = re.compile(
    r"[0-9０-９]|[零〇一二两三四五六七八九十百千万亿][余多]?(?:[条件篇份个次期则起宗项场]|人次)|未|无|没有|零|不存在"
)
_YEAR = re.compile(r"20[0-4]\d(?=年)")
UNITS = {
    "disclosed": "条",
    "interpretations": "条",
    "press_conferences": "次",
    "interviews": "次",
    "visits": "次",
    "followers": "人",
    "requests": "件",
    "review": "件",
    "litigation": "件",
    "information_fee": "元",
    "proposals": "件",
    "training": "次",
    "meetings": "次",
    "consultations": "人次",
    "hotline": "件",
}


def report_year(text: str, span: Span) -> int | None:
    """The year that a stretch speaks of most; a hint for telling this year from others."""
    years = Counter(m.group() for m in _YEAR.finditer(text, span.start, span.end))
    return int(years.most_common(1)[0][0]) if years else None


def _section_at(sections: Sequence[Section], at: int) -> Section | None:
    inside = [s for s in sections if s.span.start <= at < s.span.end]
    return max(inside, key=lambda s: (s.level, s.span.start), default=None)


def read_prose(
    cleaned: Cleaned, span: Span, sections: Sequence[Section], tables: Sequence[Span]
) -> Prose:
    """The figures that a report's prose tells, and what they say about the modern fields.

    `tables` are left out. Spans are clean offsets and cover the number as printed, multiplier
    and 余 included, or the words of a zero.
    """
    text, lexicon, year = cleaned.text, load_lexicon(), report_year(cleaned.text, span)
    facts: list[Fact] = []
    statements: list[Statement] = []
    for sentence in sentences(text, span, tables):
        if not _FOCUS.search(text, sentence.start, sentence.end):
            continue
        section = _section_at(sections, sentence.start)
        key = section.key if section else ""
        candidates, cues = find_candidates(text, sentence, lexicon, key)
        for candidate in candidates:
            for guess in judge(text, candidate, year):
                _add(text, candidate, guess.key, guess.score, facts, statements)
        heading = section.title_span.of(text) if section else ""
        for zero in find_zeros(text, sentence, cues, heading):
            _add_zero(zero.key, zero.span, sentence, zero.score, facts, statements)
    return Prose(tuple(facts), tuple(statements))


_FIELDS = {
    "requests.received": "applications.new.total",
    "granted": "applications.granted.total",
    "partly": "applications.partly_granted.total",
    "carried_in": "applications.carried_in.total",
    "carried_out": "applications.carried_out.total",
    "review.cases": "remedies.review.total",
    "license": "disclosure.licensing.decisions",
    "penalty": "disclosure.penalties.decisions",
    "coercion": "disclosure.coercion.decisions",
    "admin_fee": "disclosure.fees.amount",
}


def _add(
    text: str, c: Candidate, key: str, score: float, facts: list[Fact], statements: list[Statement]
) -> None:
    value, span = c.number.value, c.number.span
    if key not in FIELD_KEYS:
        amount = value * 10000 if key == "information_fee" and c.unit == "万元" else value
        facts.append(
            Fact(key, amount, UNITS[key.split(".", maxsplit=1)[0]], span, c.sentence, score)
        )
    if value == 0:
        _zero_fields(key, span, score, statements)
    elif key in _FIELDS:
        amount = value / 10000 if key == "admin_fee" and c.unit == "元" else value
        unsure = key == "requests.received" and "共收到" in text[c.left_start : span.start]
        statements.append(
            Statement(_FIELDS[key], amount, span, score, c.number.approximate, unsure)
        )
        if key == "requests.received" and _all_natural(text[span.end : c.sentence.end]):
            statements.append(
                Statement(
                    "applications.new.natural_person",
                    value,
                    span,
                    score * 0.9,
                    c.number.approximate,
                )
            )


_NATURAL = re.compile(
    r"(?:均|都|全部|皆|全)?(?:为|是|系|由)(?:自然人|公民个人|个人|公民)(?:提出|申请|提交)?|申请人(?:均|都|全部)?为(?:自然人|公民)|(?:均|全部)(?:由)?(?:自然人|公民个人)"
)


def _all_natural(rest: str) -> bool:
    match = _NATURAL.search(rest)
    return match is not None and "法人" not in rest and "其中" not in rest[: match.start()]


def _zero_fields(key: str, span: Span, score: float, statements: list[Statement]) -> None:
    fields = [_FIELDS[key]] if key in _FIELDS else []
    if key == "litigation.cases":
        fields = ["remedies.litigation_direct.total", "remedies.litigation_after_review.total"]
    statements.extend(Statement(f, 0, span, score) for f in fields)


def _add_zero(
    key: str,
    span: Span,
    sentence: Span,
    score: float,
    facts: list[Fact],
    statements: list[Statement],
) -> None:
    facts.append(Fact(key, 0, UNITS[key.split(".", maxsplit=1)[0]], span, sentence, score))
    _zero_fields(key, span, score, statements)
