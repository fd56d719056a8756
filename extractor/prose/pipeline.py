"""The spaCy pipeline of this room: blank Chinese, own tokenizer, own components.

A document here is the text of the sentences that may hold a figure, one a line. The tokenizer
makes cue words and numbers tokens of their own and lets jieba cut what stands near a number;
the rest stays in one piece, since nothing looks at it. Components, in order:

- `duibiao_cues`: PhraseMatcher over the cue words (data/cues.json) → `doc.spans["cues"]`
- `duibiao_candidates`: numbers with the cues around them, and denials → `doc._.candidates`
- `duibiao_rules`: what the rules say of each → `Case.guesses`
- `duibiao_model`: the trained classifier's probabilities → `Case.probabilities`
- `duibiao_together`: what only the numbers of a sentence together tell → `Case.settled`
"""

import re
import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as Tokens

from extractor.artefacts import load
from extractor.prose.candidates import Cue, columns_as_kinds, find_candidates
from extractor.prose.cases import Case
from extractor.prose.denials import bare_denial
from extractor.prose.lexicon import load_lexicon
from extractor.prose.model import FactModel
from extractor.prose.numbers import find_numbers
from extractor.prose.requests import names_requests
from extractor.prose.rules import judge
from extractor.prose.together import settle
from extractor.prose.view import Guess
from extractor.prose.years import dated_cues, inside_carried
from extractor.prose.zeros import find_zeros
from extractor.types import Span
from extractor.words import words

_lock = threading.Lock()
_COUNTED = re.compile(r"\d+件")  # 全部公开17件: of the requests; 全部公开政府信息17条 is not
FORGET_AFTER = 4  # sentences after which an outcome is no more taken for one of the requests
_OTHER_TOPICS = frozenset(
    {"review", "litigation", "proactive", "npc", "cppcc", "combined", "hotline"}
)
_TREATED = frozenset({"receive", "receive_answer", "handle", "answer"})
WORDS_LEFT, WORDS_RIGHT, LONGEST_WORD = 7, 5, 12
WINDOW_LEFT, WINDOW_RIGHT = 24, 10  # characters around a number that are cut into words


class FocusTokenizer:
    """Cue words and numbers as tokens, jieba's words near the numbers."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab
        self.lexicon = load_lexicon()

    def __call__(self, text: str) -> Doc:
        pieces: list[str] = []
        for index, line in enumerate(text.split("\n")):
            if index:
                pieces.append("\n")
            pieces.extend(self._line(line))
        return Doc(self.vocab, words=pieces, spaces=[False] * len(pieces))

    def _line(self, line: str) -> list[str]:
        fixed = [(s, e) for s, e, _ in self.lexicon.scan(line, 0, len(line))]
        taken = bytearray(len(line))
        for s, e in fixed:
            taken[s:e] = b"\1" * (e - s)
        numbers = [(n.span.start, n.span.end) for n in find_numbers(line)
                   if not any(taken[n.span.start : n.span.end])]  # fmt: skip
        near = bytearray(len(line))
        for s, e in numbers:
            low, high = max(0, s - WINDOW_LEFT), min(len(line), e + WINDOW_RIGHT)
            near[low:high] = b"\1" * (high - low)
        pieces: list[str] = []
        at = 0
        for s, e in sorted(fixed + numbers):
            pieces.extend(_cut(line, at, s, near))
            pieces.append(line[s:e])
            at = e
        pieces.extend(_cut(line, at, len(line), near))
        return pieces


def _cut(line: str, start: int, end: int, near: bytearray) -> list[str]:
    """A gap between cues and numbers: cut into words where near a number, else one piece."""
    pieces: list[str] = []
    while start < end:
        flag, at = near[start], start
        while at < end and near[at] == flag:
            at += 1
        pieces.extend(words(line[start:at]) if flag else [line[start:at]])
        start = at
    return pieces


@Language.component("duibiao_candidates", requires=["doc.spans"])
def _candidates(doc: Doc) -> Doc:
    text: str = doc.user_data["text"]
    cues = [Cue(t.start_char, t.end_char, t.label_) for t in doc.spans["cues"]]
    starts = [c.start for c in cues]
    index = {token.idx: token.i for token in doc}
    cases: list[Case] = []
    year: int | None = doc.user_data["year"]
    since_requests = FORGET_AFTER
    for sentence, under, heading in doc.user_data["sentences"]:
        own = tuple(cues[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)])
        own = dated_cues(text, sentence, own, year)
        since_requests = _since_requests(text, since_requests, own)
        section = under
        if since_requests and _outcome_alone(text, own, since_requests):
            section, since_requests = "overview.on_request", 0
        kinds = columns_as_kinds(text, sentence, own)
        for candidate in find_candidates(text, sentence, kinds, section):
            cases.append(Case(sentence, section, candidate=candidate, cues=own))
        bare = bare_denial(text, sentence, heading, year)
        for zero in find_zeros(text, sentence, own, bare, section, year=year):
            if not inside_carried(zero.span, own):
                cases.append(Case(sentence, section, zero=zero, cues=own))
    for case in cases:
        _words_around(doc, case, index)
    doc.user_data["cases"] = cases
    return doc


def _since_requests(text: str, since: int, cues: Sequence[Cue]) -> int:
    """How many sentences ago requests were spoken of; 0 in one that speaks of them itself."""
    kinds = {c.kind for c in cues}
    if "request_documents" in kinds and kinds & _TREATED:
        return 0  # 依申请公开信息办理3件: requests, not documents
    if "request" in kinds or any(names_requests(text, c) for c in cues):
        return 0
    return FORGET_AFTER if kinds & _OTHER_TOPICS else since + 1


def _outcome_alone(text: str, cues: Sequence[Cue], since: int) -> bool:
    """Whether a sentence tells an outcome of the requests that those before it spoke of."""
    return since < FORGET_AFTER and any(
        c.kind in ("partly", "carried_in", "carried_out")
        or (c.kind == "granted" and text.startswith(("予以", "同意"), c.start))
        or (c.kind == "granted" and _COUNTED.match(text, c.end) is not None)
        for c in cues
    )


def _words_around(doc: Doc, case: Case, index: Mapping[int, int]) -> None:
    at = index.get(case.span.start)
    if at is None:
        return
    low = max(0, at - WORDS_LEFT)
    case.before = tuple(t.text for t in doc[low:at] if len(t.text) <= LONGEST_WORD)
    case.behind = tuple(
        t.text for t in doc[at + 1 : at + 1 + WORDS_RIGHT] if len(t.text) <= LONGEST_WORD
    )


@Language.factory("duibiao_cues", assigns=["doc.spans"])
def _cues(nlp: Language, name: str) -> Any:
    lexicon = load_lexicon()
    matcher = PhraseMatcher(nlp.vocab)
    by_kind: dict[str, list[Doc]] = {}
    for word, kind in lexicon.classes.items():
        by_kind.setdefault(kind, []).append(Doc(nlp.vocab, words=[word], spaces=[False]))
    for kind, patterns in by_kind.items():
        matcher.add(kind, patterns)

    def mark(doc: Doc) -> Doc:
        spans = [Tokens(doc, s, e, label=kind) for kind, s, e in matcher(doc)]
        doc.spans["cues"] = SpanGroup(doc, name="cues", spans=spans)
        return doc

    return mark


@Language.component("duibiao_rules")
def _rules(doc: Doc) -> Doc:
    text, year = doc.user_data["text"], doc.user_data["year"]
    for case in doc.user_data["cases"]:
        if case.candidate is not None:
            case.guesses = judge(text, case.candidate, year)
        elif case.zero is not None:
            case.guesses = [Guess(case.zero.key, case.zero.score)]
    return doc


@Language.factory("duibiao_model")
def _model(nlp: Language, name: str) -> FactModel:
    return FactModel()


@Language.component("duibiao_together")
def _together(doc: Doc) -> Doc:
    settle(doc.user_data["text"], doc.user_data["cases"], doc.user_data["year"])
    return doc


def build() -> Language:
    """The pipeline without a trained model: the rules alone."""
    nlp = spacy.blank("zh")
    # Shape, like_url and the rest: nobody asks for them, and they took a tenth of the time.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    nlp.tokenizer = FocusTokenizer(nlp.vocab)
    for name in ("cues", "candidates", "rules", "model", "together"):
        nlp.add_pipe(f"duibiao_{name}")
    return nlp


@lru_cache(maxsize=2)
def load_pipeline(model: Path | None) -> Language:
    """The pipeline, once a process; with the trained classifier where its file is there."""
    nlp = build()
    if model is not None and model.exists():
        nlp.get_pipe("duibiao_model").from_bytes(load(model, "spacy").model)  # type: ignore[attr-defined]
    return nlp


def judge_sentences(
    nlp: Language, sentences: Sequence[tuple[str, str, str]], year: int | None
) -> list[tuple[int, Case]]:
    """Run the pipeline over sentences (text, section key, heading above).

    Each case comes with the index of its sentence; its offsets are those of `"\\n".join` of all.
    """
    told, at = [], 0
    for text, section, heading in sentences:
        told.append((Span(at, at + len(text)), section, heading))
        at += len(text) + 1
    with _lock, nlp.memory_zone():  # words of one report do not stay in memory
        joined = "\n".join(text for text, _, _ in sentences)
        doc = nlp.make_doc(joined)
        doc.user_data["text"] = joined  # Doc.text builds it anew at each call
        doc.user_data["sentences"], doc.user_data["year"] = told, year
        doc = nlp(doc)
        cases: list[Case] = doc.user_data["cases"]
    number = {span.start: i for i, (span, _, _) in enumerate(told)}
    return [(number[c.sentence.start], c) for c in cases]
