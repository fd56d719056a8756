"""Labelled cases: what the pipeline finds in documents and sentences, with the truth of each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from extractor.cleaning import clean
from extractor.prose.cases import Case
from extractor.prose.pipeline import build, judge_sentences
from extractor.prose.read import focus, report_year
from extractor.prose.view import FIELD_KEYS
from extractor.structure import find_sections
from extractor.training.prose.wordings import Sentence
from extractor.types import Cleaned, Span

NONE = "none"
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
    """Cases of whole documents; numbers that fill a field without being a fact are left out."""
    nlp, samples = build(), []
    for group, document in enumerate(documents):
        cleaned = clean(document.text)
        for report in document.gold["reports"]:
            span = cleaned.from_source(Span(*report["span"]))
            marks = [
                (key, value, cleaned.from_source(Span(start, end)))
                for key, value, start, end in report["spans"]["facts"]
            ]
            tables = _tables(cleaned, report["spans"]["fields"].values())
            parts = focus(cleaned.text, span, find_sections(cleaned, span), tables)
            told = [(s.of(cleaned.text).replace("\n", " "), key, head) for s, key, head in parts]
            for index, case in judge_sentences(nlp, told, report_year(cleaned.text, span)):
                label = _truth(case, parts[index][0].start - case.sentence.start, marks)
                if label is not None:
                    samples.append(Sample(case, label, group))
    return samples


def _truth(case: Case, shift: int, marks: Sequence[tuple[str, float, Span]]) -> str | None:
    at = Span(case.span.start + shift, case.span.end + shift)
    value = case.candidate.number.value if case.candidate else 0
    keys = sorted({k for k, v, s in marks if s.overlap(at) and v == value})
    if case.zero is not None:
        return case.zero.key if case.zero.key in keys else NONE
    if not keys and (any(g.key in FIELD_KEYS for g in case.guesses) or _decides(case)):
        return None
    return "+".join(keys) or NONE


def _decides(case: Case) -> bool:
    """Beside words of permits, penalties, coercion: the corpus does not mark those numbers."""
    near = case.candidate.near + case.candidate.right if case.candidate else ()
    return any(c.kind in ("license", "penalty", "coercion", "admin_fee") for c in near)


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
