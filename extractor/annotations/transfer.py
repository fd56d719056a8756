"""Annotations in and out, in every format; the commands and the service go through here."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.annotations.carry import Task
from extractor.annotations.docbin import from_docbin, to_docbin
from extractor.annotations.doccano import from_doccano, to_doccano
from extractor.annotations.files import (
    AnnotationFileError,
    Problem,
    Texts,
    checked,
    no_texts,
    parse_json,
    read_annotations,
    read_bounded,
)
from extractor.annotations.label_studio import dump, from_label_studio
from extractor.annotations.model import Annotation, AnnotationError, as_dict
from extractor.annotations.workbook import Origins, from_workbook

FORMATS = ("jsonl", "label-studio", "doccano", "spacy", "xlsx")


def no_origins(_: str) -> None:
    """For imports that need no results."""


def guess_format(path: Path) -> str:
    """The format by the file's name, and for JSONL by its first line."""
    suffix = path.suffix.lower()
    if suffix in (".spacy", ".docbin"):
        return "spacy"
    if suffix == ".xlsx":
        return "xlsx"
    if suffix == ".json":
        return "label-studio"
    with path.open("rb") as file:
        first = next(
            (line for line in iter(lambda: file.readline(1_000_000), b"") if line.strip()), b""
        )
    # Annotations inside a doccano record stand under their own key; ours begin with the document.
    return "jsonl" if first.lstrip().startswith(b'{"document"') else "doccano"


def import_file(  # noqa: PLR0913 - what a file alone does not say, all by name
    path: Path,
    format: str,
    *,
    who: str,
    when: str,
    texts: Texts = no_texts,
    origins: Origins = no_origins,
) -> tuple[Annotation, ...]:
    """Every annotation of a file, history included; `AnnotationFileError` if any is not right."""
    if format == "jsonl":
        return read_annotations(path, texts)
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
    data = read_bounded(path)
    found: list[tuple[int, Annotation]] = []
    problems: list[Problem] = []
    try:
        if format == "doccano":
            _doccano(path.name, data, (who, when), found, problems)
        elif format == "xlsx":
            imported = from_workbook(data, path.name, origins, who, when)
            found += imported.annotations
            problems += imported.problems
        else:
            tasks = (
                from_label_studio(parse_json(data), when)
                if format == "label-studio"
                else list(from_docbin(data, who, when))
            )
            for number, task, annotations in tasks:
                problems += _same_text(path.name, number, task, texts)
                found += [(number, a) for a in annotations]
    except AnnotationError as error:
        problems.append(Problem(path.name, 0, error.code, str(error)))
    return checked(path.name, found, texts, problems)


def export_bytes(tasks: Sequence[Task], format: str) -> bytes:
    """Documents with their annotations as a file of a format (xlsx: see the exports of results)."""
    if format == "label-studio":
        return dump(tasks)
    if format == "doccano":
        return "".join(f"{line}\n" for line in to_doccano(tasks)).encode()
    if format == "spacy":
        return to_docbin(tasks)
    if format == "jsonl":
        return "".join(
            json.dumps(as_dict(a), ensure_ascii=False, allow_nan=False) + "\n"
            for task in tasks
            for a in task.carried
        ).encode()
    raise ValueError(f"unknown format {format!r}")


def tasks_of(annotations: Iterable[Annotation], texts: Texts) -> list[Task]:
    """Annotations by document, with the texts; a document whose text is not at hand is an error."""
    by_document: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        by_document.setdefault(annotation.document, []).append(annotation)
    made = []
    for document, given in by_document.items():
        text = texts(document)
        if text is None:
            raise AnnotationError(
                "unknown-document", f"没有原文 / no text of {document[:12]} {given[0].name}"
            )
        made.append(Task(document, given[0].name, text, tuple(given)))
    return made


def merged(
    existing: Iterable[Annotation], imported: Iterable[Annotation], file: str
) -> tuple[Annotation, ...]:
    """Both, each annotation once, checked together: an import cannot contradict what is there."""
    both = {a.id: a for a in (*existing, *imported)}
    return checked(file, list(enumerate(both.values(), 1)))


def _doccano(
    file: str,
    data: bytes,
    signature: tuple[str, str],
    found: list[tuple[int, Annotation]],
    problems: list[Problem],
) -> None:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            _, annotations = from_doccano(parse_json(line), *signature)
            found += [(number, a) for a in annotations]
        except AnnotationError as error:
            problems.append(Problem(file, number, error.code, str(error)))


def _same_text(file: str, number: int, task: Task, texts: Texts) -> list[Problem]:
    text = texts(task.document)
    if text is None or text == task.text:
        return []
    return [
        Problem(
            file, number, "quote-differs", "文本与原文不同 / the text differs from the document"
        )
    ]


__all__ = [
    "FORMATS",
    "AnnotationFileError",
    "export_bytes",
    "guess_format",
    "import_file",
    "merged",
    "tasks_of",
]
