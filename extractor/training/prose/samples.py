"""Labelled cases: what the pipeline finds in documents and sentences, with the truth of each."""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from spacy.language import Language

from extractor.cleaning import clean
from extractor.prose.cases import Case
from extractor.prose.pipeline import build, judge_sentences
from extractor.prose.read import focus, report_year, spoken
from extractor.prose.statements import FIELDS
from extractor.prose.view import FIELD_KEYS
from extractor.structure import find_sections
from extractor.training.prose.wordings import Sentence
from extractor.types import Cleaned, Span

NONE = "none"
_KEY_OF = {target: key for key, target in FIELDS.items()}
_ANSWERED, _BY_OUTCOME = "requests.answered", frozenset({"granted", "partly"})
TABLE_GAP = 200  # cells nearer than this belong to one table


class Document(Protocol):
    """A generated or annotated document: text, and gold with spans of cells and facts."""

    text: str
    gold: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """A case and its label; `group` is the document or sentence that it came from."""

    case: Case
    label: str
    group: int


def from_sentences(spoken: Iterable[Sentence]) -> list[Sample]:
    """Cases of single sentences."""
    nlp, samples = build(), []
    for group, one in enumerate(spoken):
        for _, case in judge_sentences(nlp, [(one.text, one.section, "")], one.year):
            keys = [t.key for t in one.told if t.span.overlap(case.span)]
            samples.append(Sample(case, _label(case, keys), group))
    return samples


def _label(case: Case, keys: Sequence[str]) -> str:
    told = [k for k in keys if k != NONE]
    if not told:
        return NONE
    if case.zero is not None:
        return case.zero.key if case.zero.key in told[0].split("+") else NONE
    return told[0]


def _tables(cleaned: Cleaned, spans: Iterable[Sequence[int]]) -> list[Span]:
    blocks: list[list[int]] = []
    for start, end in sorted((s[0], s[1]) for s in spans if s):
        if blocks and start - blocks[-1][1] < TABLE_GAP:
            blocks[-1][1] = max(end, blocks[-1][1])
        else:
            blocks.append([start, end])
    return [cleaned.from_source(Span(*b)) for b in blocks if b[1] - b[0] > 10]


def from_documents(documents: Iterable[Document]) -> list[Sample]:
    """Cases of whole documents."""
    nlp, samples = build(), []
    for group, document in enumerate(documents):
        cleaned = clean(document.text)
        for report in document.gold["reports"]:
            span = cleaned.from_source(Span(*report["span"]))
            marks = [
                (key, value, cleaned.from_source(Span(start, end)))
                for key, value, start, end in _told(report["spans"])
            ]
            tables = _tables(cleaned, report["spans"]["fields"].values())
            for case, at in cases_of(nlp, cleaned, span, tables):
                label = _truth(case, at, marks, "statements" in report["spans"])
                if label is not None:
                    samples.append(Sample(case, label, group))
    return samples


def cases_of(
    nlp: Language, cleaned: Cleaned, span: Span, tables: Sequence[Span] = ()
) -> Iterator[tuple[Case, Span]]:
    """The cases of a report as extraction meets them, each with its place in the clean text."""
    parts = focus(cleaned.text, span, find_sections(cleaned, span), tables)
    read = [spoken(cleaned.text, s) for s, _, _ in parts]
    told = [(r.text, key, head) for r, (_, key, head) in zip(read, parts, strict=True)]
    for index, case in judge_sentences(nlp, told, report_year(cleaned.text, span)):
        begin = case.sentence.start
        yield case, read[index].span(Span(case.span.start - begin, case.span.end - begin))


def _truth(
    case: Case, at: Span, marks: Sequence[tuple[str, float, Span]], marked: bool
) -> str | None:
    """The label; None where an annotation does not say (`marked`: it tells statements too)."""
    value = case.candidate.number.value if case.candidate else 0
    keys = sorted({k for k, v, s in marks if s.overlap(at) and _same(k, v, value)})
    if case.zero is not None:
        return case.zero.key if case.zero.key in keys else NONE
    if _BY_OUTCOME & set(keys) and any(g.key == _ANSWERED for g in case.guesses):
        keys = sorted({*keys, _ANSWERED})  # answers told by their outcome: both are right
    if not keys and not marked and any(g.key in FIELD_KEYS for g in case.guesses):
        return None
    return "+".join(keys) or NONE


def _same(key: str, printed: float, read: float) -> bool:
    """Fees are printed in 万元; the number read may have taken the 万 for its own."""
    return read == printed or (key == "admin_fee" and math.isclose(read, printed * 10000))


def _told(spans: Mapping[str, Any]) -> Iterator[tuple[str, float, int, int]]:
    """Facts, and the numbers that fill a field without being one, by the key that tells them."""
    yield from spans["facts"]
    for target, value, start, end in spans.get("statements", ()):
        if target in _KEY_OF:
            yield _KEY_OF[target], value, start, end


def digest(samples: Iterable[Sample]) -> str:
    """A digest of what was learned from."""
    total = hashlib.sha256()
    for s in samples:
        total.update(
            f"{s.label}|{s.case.before}|{s.case.behind}|{s.case.section}\n".encode(
                "utf-8", "replace"
            )
        )
    return total.hexdigest()
