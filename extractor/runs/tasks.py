"""The plain values of a run: what is to be done and what came of it."""

from dataclasses import dataclass
from typing import Any

from extractor.runs.problems import Problem

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One document. `key` is unique in its run and is what the user sees it called.

    The bytes are in `data` (an archive's member, standard input) or in the file at `path`.
    Pictures saved beside a web page are taken from below `folder`, where it is named.
    `problem` is set where it is known beforehand that it cannot be read.
    """

    key: str
    name: str
    path: str | None = None
    data: bytes | None = None
    given: Result | None = None
    problem: Problem | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says of a document: the result as JSON bytes, or a problem.

    `sha256` is of the document's bytes, where they could be read.
    """

    result: bytes | None = None
    problem: Problem | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task and what came of it."""

    task: Task
    answer: Answer
