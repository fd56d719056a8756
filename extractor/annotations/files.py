"""Annotation files: one JSON object a line. A file is taken whole or refused whole."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from extractor.annotations.model import (
    Annotation,
    AnnotationError,
    as_dict,
    check_against,
    from_dict,
)
from extractor.artefacts import write_atomically

MAX_FILE = 200_000_000  # bytes
MAX_PROBLEMS = 50  # named before giving up

# The text of a document by its SHA-256, or None where it is not at hand.
Texts = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line was refused. `line` counts from 1; for formats without lines, the record."""

    file: str
    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.code}] {self.reason}"


class AnnotationFileError(ValueError):
    """A file of which nothing was imported, with every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.code = self.problems[0].code
        super().__init__("\n".join(map(str, self.problems)))


def no_texts(_: str) -> str | None:
    """For files whose documents are not at hand: offsets are held against the stated length."""
    return None


def read_annotations(
    path: Path, texts: Texts = no_texts, *, of_one_mind: bool = True
) -> tuple[Annotation, ...]:
    """Every annotation of a JSONL file, in order; `AnnotationFileError` when any is not right.

    `of_one_mind`: those that contradict each other are not right.
    """
    lines = read_bounded(path).decode("utf-8", "replace").split("\n")
    found: list[tuple[int, Annotation]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append((number, from_dict(parse_json(line))))
        except AnnotationError as error:
            problems.append(Problem(path.name, number, error.code, str(error)))
    return checked(path.name, found, texts, problems, of_one_mind=of_one_mind)


def checked(
    file: str,
    found: Iterable[tuple[int, Annotation]],
    texts: Texts = no_texts,
    problems: Iterable[Problem] = (),
    *,
    of_one_mind: bool = True,
) -> tuple[Annotation, ...]:
    """The annotations of one file when all are right together, else `AnnotationFileError`."""
    found = list(found)
    problems = list(problems)
    for number, annotation in found:
        try:
            check_against(annotation, texts(annotation.document))
        except AnnotationError as error:
            problems.append(Problem(file, number, error.code, str(error)))
    if of_one_mind:
        problems += _contradictions(file, found)
    if problems:
        raise AnnotationFileError(sorted(problems, key=lambda p: p.line)[:MAX_PROBLEMS])
    return tuple(annotation for _, annotation in found)


def effective(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Those that count: not replaced by another, not retracted, each statement once."""
    annotations = tuple(annotations)
    replaced = {a.replaces for a in annotations if a.replaces}
    seen: dict[tuple[Any, ...], Annotation] = {}
    for annotation in annotations:
        if annotation.id not in replaced and annotation.decision != "retracted":
            seen.setdefault((*annotation.subject(), *annotation.answer()), annotation)
    return tuple(seen.values())


def _contradictions(file: str, found: Sequence[tuple[int, Annotation]]) -> Iterable[Problem]:
    counted = {a.id for a in effective(a for _, a in found)}
    answers: dict[tuple[Any, ...], tuple[int, Annotation]] = {}
    places: dict[tuple[str, int], tuple[int, Annotation]] = {}
    for number, annotation in found:
        if annotation.id not in counted:
            continue
        first_line, first = answers.setdefault(annotation.subject(), (number, annotation))
        if first.answer() != annotation.answer():
            yield Problem(
                file,
                number,
                "contradiction",
                f"与第 {first_line} 行矛盾 / contradicts line {first_line}",
            )
        key = (annotation.document, annotation.report)
        first_line, first = places.setdefault(key, (number, annotation))
        if first.report_span != annotation.report_span or first.length != annotation.length:
            yield Problem(
                file,
                number,
                "contradiction",
                f"报告范围与第 {first_line} 行不符 / another report span than line {first_line}",
            )


def write_annotations(path: Path, annotations: Iterable[Annotation]) -> None:
    """Write a JSONL file atomically, in the order given."""
    lines = (json.dumps(as_dict(a), ensure_ascii=False, allow_nan=False) for a in annotations)
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))


def read_folder(folder: Path, texts: Texts = no_texts) -> tuple[Annotation, ...]:
    """Every `*.jsonl` below a folder, files in the order of their names."""
    return tuple(
        annotation
        for path in sorted(folder.rglob("*.jsonl"))
        for annotation in read_annotations(path, texts)
    )


def parse_json(text: str | bytes) -> Any:
    """JSON without NaN, and without the depths that exhaust a parser."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise AnnotationError(
            "not-json", f"不是 JSON / not JSON: {type(error).__name__}"
        ) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def read_bounded(path: Path) -> bytes:
    """The bytes of a file to import, of bounded size."""
    size = path.stat().st_size
    if size > MAX_FILE:
        raise AnnotationFileError(
            [Problem(path.name, 0, "too-large", f"文件过大 / {size} bytes, at most {MAX_FILE}")]
        )
    return path.read_bytes()
