"""One annotation: who says what about which part of which document, and where it stands.

Stand-off: the text itself is not repeated, but for the short quote that the offsets cover, so
that a change of the text or a slip of an offset shows at once.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from extractor.annotations.vocabulary import REPEATED, vocabulary
from extractor.types import Span

Value = str | int | float | None
MAX_TEXT = 2000  # of a quote, name or note
HEX = frozenset("0123456789abcdef")


class AnnotationError(ValueError):
    """An annotation that cannot be: a code and the reason, in Chinese and English.

    Codes: not-json, shape, unknown-label, outside-document, quote-differs, contradiction,
    value-unreadable, unknown-document, too-large.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A statement about `target` in report number `report` of a document.

    `document` is the SHA-256 of its bytes, `length` the characters of its text; `span` and
    `report_span` are source offsets. `when` is UTC, ISO 8601. `replaces` is the id of the
    annotation that this one corrects: both are kept, only the newer counts.
    """

    document: str
    length: int
    report: int
    report_span: tuple[int, int]
    target: str
    value: Value
    state: str | None = None
    span: tuple[int, int] | None = None
    quote: str | None = None
    name: str = ""
    who: str = ""
    when: str = ""
    provenance: str = "manual"
    decision: str = ""
    note: str = ""
    replaces: str | None = None
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", _digest(self))

    @property
    def kind(self) -> str:
        return self.target.partition("/")[0]

    def subject(self) -> tuple[Any, ...]:
        """What the annotation is about: two that differ in the answer contradict each other."""
        if self.kind in REPEATED and self.span is None:  # of these a report may have several
            return (self.document, self.report, self.target, self.value)
        if self.kind in REPEATED:
            return (self.document, self.report, self.kind, self.span)
        return (self.document, self.report, self.target)

    def answer(self) -> tuple[Any, ...]:
        return (self.target, self.value, self.state, self.decision if self.kind == "checks" else "")


def as_dict(annotation: Annotation) -> dict[str, Any]:
    """The annotation as it stands in a file: parts at their default are left out."""
    raw = asdict(annotation)
    raw.pop("id")
    optional = {f.name: f.default for f in fields(Annotation) if f.init and f.name in _OPTIONAL}
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in raw.items()
        if key not in optional or value != optional[key]
    }


def from_dict(raw: Any) -> Annotation:
    """An annotation from a file, its shape and vocabulary checked; not yet its offsets."""
    if not isinstance(raw, Mapping):
        raise AnnotationError("shape", "不是对象 / not an object")
    known = {f.name for f in fields(Annotation) if f.init}
    if extra := sorted(set(raw) - known):
        raise AnnotationError("shape", f"未知的键 / unknown key {extra[0]!r:.60}")
    if missing := sorted(_REQUIRED - set(raw)):
        raise AnnotationError("shape", f"缺少 / missing {missing[0]}")
    values = dict(raw)
    for key in ("span", "report_span"):
        if values.get(key) is not None:
            values[key] = _span(key, values[key])
    _check_shapes(values)
    annotation = Annotation(**values)
    _check_words(annotation)
    return annotation


_OPTIONAL = frozenset({"state", "span", "quote", "name", "decision", "note", "replaces"})
_REQUIRED = frozenset(
    {"document", "length", "report", "report_span", "target", "value", "who", "when", "provenance"}
)
_SHAPES: dict[str, tuple[type, ...]] = {
    "document": (str,),
    "length": (int,),
    "report": (int,),
    "target": (str,),
    "value": (str, int, float, type(None)),
    "state": (str, type(None)),
    "quote": (str, type(None)),
    "name": (str,),
    "who": (str,),
    "when": (str,),
    "provenance": (str,),
    "decision": (str,),
    "note": (str,),
    "replaces": (str, type(None)),
}


def _span(key: str, raw: Any) -> tuple[int, int]:
    if (
        not isinstance(raw, list | tuple)
        or len(raw) != 2
        or not all(isinstance(n, int) and not isinstance(n, bool) for n in raw)
    ):
        raise AnnotationError("shape", f"{key}: 应为两个整数 / two whole numbers expected")
    try:
        span = Span(raw[0], raw[1])
    except ValueError as error:
        raise AnnotationError("outside-document", f"{key}: {error}") from error
    return (span.start, span.end)


def _check_shapes(values: Mapping[str, Any]) -> None:
    for key, types in _SHAPES.items():
        value = values.get(key)
        if key in values and (not isinstance(value, types) or isinstance(value, bool)):
            raise AnnotationError("shape", f"{key}: 类型不对 / wrong type {type(value).__name__}")
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise AnnotationError("too-large", f"{key}: 过长 / longer than {MAX_TEXT} characters")
        if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
            raise AnnotationError("shape", f"{key}: 残缺字符 / half a character (a lone surrogate)")
    if values["report_span"] is None:
        raise AnnotationError("shape", "report_span: 不能为空 / must not be null")
    if values["length"] < 0 or values["report"] < 0:
        raise AnnotationError("shape", "length, report: 不能为负 / must not be negative")
    if len(values["document"]) != 64 or not HEX.issuperset(values["document"]):
        raise AnnotationError("shape", "document: 应为 SHA-256 / a SHA-256 in hex expected")


def _check_words(a: Annotation) -> None:
    words = vocabulary()
    if not words.knows(a.target):
        raise AnnotationError("unknown-label", f"未知的标注对象 / unknown target {a.target!r:.80}")
    allowed = {"form": words.forms, "scope": words.scopes}.get(a.kind)
    if allowed is not None and a.value is not None and a.value not in allowed:
        raise AnnotationError(
            "unknown-label", f"{a.kind}: 未知的值 / unknown value {a.value!r:.60}"
        )
    if a.decision not in words.decisions:
        raise AnnotationError("unknown-label", f"未知的决定 / unknown decision {a.decision!r:.60}")
    if a.provenance not in words.provenances:
        raise AnnotationError(
            "unknown-label", f"未知的来源 / unknown provenance {a.provenance!r:.60}"
        )
    if a.kind in ("fields", "legacy") and a.decision != "retracted":
        _check_state(a)


def _check_state(a: Annotation) -> None:
    words = vocabulary()
    if a.state not in words.states:
        raise AnnotationError("unknown-label", f"未知的状态 / unknown state {a.state!r:.60}")
    if (a.value is None) != (a.state in words.empty_states):
        raise AnnotationError(
            "contradiction", f"状态与值不符 / state {a.state} with value {a.value}"
        )
    if isinstance(a.value, str):
        raise AnnotationError("shape", "value: 应为数字 / a number expected")


def check_against(annotation: Annotation, text: str | None) -> None:
    """Refuse offsets outside the document and quotes that differ from the text (None: not at hand)."""
    length = annotation.length
    if text is not None and len(text) != length:
        raise AnnotationError(
            "outside-document",
            f"文本长度为 {len(text)} / the text has {len(text)} characters, not {length}",
        )
    for span in (annotation.span, annotation.report_span):
        if span is not None and span[1] > length:
            raise AnnotationError(
                "outside-document",
                f"{span[0]}..{span[1]} 超出文本 / outside the {length} characters",
            )
    if annotation.span is None:
        if annotation.quote is not None:
            raise AnnotationError("quote-differs", "有引文而无位置 / a quote without its place")
        return
    if annotation.quote is None:
        raise AnnotationError("quote-differs", "有位置而无引文 / a place without its quote")
    found = None if text is None else text[annotation.span[0] : annotation.span[1]]
    same = (
        len(annotation.quote) == annotation.span[1] - annotation.span[0]
        if found is None
        else annotation.quote == found
    )
    if not same:
        raise AnnotationError(
            "quote-differs", f"引文与原文不符 / quote {annotation.quote!r:.40}, text {found!r:.40}"
        )


def _digest(annotation: Annotation) -> str:
    content = {f.name: getattr(annotation, f.name) for f in fields(Annotation) if f.init}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
