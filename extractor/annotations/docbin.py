"""spaCy's DocBin: one token a character, so that every offset is a token boundary."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.annotations.carry import (
    Region,
    Signature,
    Task,
    carried,
    carried_dicts,
    merge,
    regions,
)
from extractor.annotations.model import Annotation, AnnotationError

PROVENANCE = "import:spacy"
KEY = "duibiao"
MOST = 500_000_000  # bytes unpacked


def to_docbin(tasks: Iterable[Task]) -> bytes:
    """A DocBin whose spans stand under `doc.spans["duibiao"]`."""
    import spacy  # noqa: PLC0415 - takes seconds to load
    from spacy.tokens import Doc, DocBin, Span, SpanGroup  # noqa: PLC0415

    vocabulary = spacy.blank("zh").vocab
    docs = DocBin(store_user_data=True)
    for task in tasks:
        doc = Doc(vocabulary, words=list(task.text), spaces=[False] * len(task.text))
        spans = [Span(doc, r.start, r.end, label=r.label) for r in regions(task)]
        doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=spans)
        doc.user_data[KEY] = json.dumps(
            {"document": task.document, "name": task.name, "carried": carried_dicts(task.carried)},
            ensure_ascii=False,
        )
        docs.add(doc)
    return bytes(docs.to_bytes())


def from_docbin(
    data: bytes, who: str, when: str
) -> Iterator[tuple[int, Task, tuple[Annotation, ...]]]:
    """Each document with its number (from 1) and annotations."""
    import spacy  # noqa: PLC0415
    from spacy.tokens import DocBin  # noqa: PLC0415

    _check_size(data)
    try:
        docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("zh").vocab))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise AnnotationError("shape", "不是 DocBin / not a DocBin") from error
    for number, doc in enumerate(docs, 1):
        yield (number, *_read(doc, who, when))


def _read(doc: Any, who: str, when: str) -> tuple[Task, tuple[Annotation, ...]]:
    try:
        rider = json.loads(doc.user_data[KEY])
        task = Task(rider["document"], rider["name"], doc.text, carried(rider["carried"]))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, AnnotationError):
            raise
        raise AnnotationError("shape", "缺少文档信息 / the document's data are missing") from error
    found = [Region(s.start_char, s.end_char, s.label_, {}) for s in doc.spans.get(KEY, [])]
    return task, merge(task, found, Signature(who, when, PROVENANCE))


def _check_size(data: bytes) -> None:
    """A DocBin is one zlib stream: count what it unpacks to before spaCy does."""
    unpacker, total, rest = zlib.decompressobj(), 0, data
    try:
        while rest:
            total += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
            if total > MOST:
                raise AnnotationError("too-large", f"解压后过大 / more than {MOST} bytes unpacked")
    except zlib.error as error:
        raise AnnotationError("shape", "不是 DocBin / not a DocBin") from error
