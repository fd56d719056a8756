"""What `extract` tells on stderr: a progress bar on a terminal, and every unread input by name."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Self

import click

from extractor.runs.problems import Problem
from extractor.runs.tasks import Outcome

NO_REPORTS = b'"reports":[]'
ESCAPED = {c: f"\\x{c:02x}" for c in (*range(0x20), 0x7F, *range(0x80, 0xA0))}


def printable(name: str) -> str:
    """A file name without control characters, so that it cannot steer the terminal."""
    return name.translate(ESCAPED)


def _without_report(result: bytes | None) -> Problem | None:
    """What to say of a document that was read and holds no report; why, as far as it is known."""
    # Quotes inside the document's text are escaped: these stand only in the result itself.
    if result is None or NO_REPORTS not in result:
        return None
    reasons = (str(one["reason"]) for one in json.loads(result)["rejected"])
    return Problem("no-report", ", ".join(dict.fromkeys(reasons)))


class Reporter:
    """Counts outcomes; `unread` is how many inputs could not be read."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.unread = 0
        self._bar: Any = None
        self._job: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and self.total > 1:
            from rich.console import Console  # noqa: PLC0415  only where there is a bar
            from rich.progress import Progress  # noqa: PLC0415

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._job = self._bar.add_task("对表", total=self.total)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def say(self, line: str) -> None:
        """One line on stderr."""
        if self._bar is not None:
            self._bar.console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(f"duibiao: {printable(line)}", err=True)

    def skip(self) -> None:
        """One that was done by an earlier call."""
        if self._bar is not None:
            self._bar.advance(self._job)

    def count(self, outcome: Outcome) -> None:
        """One that is done; says why where it could not be read or holds no report."""
        problem = outcome.answer.problem
        self.unread += problem is not None
        problem = problem or _without_report(outcome.answer.result)
        if problem is not None:
            self.say(f"{outcome.task.key}: {problem.text()}")
        self.skip()

    def results(self, outcomes: Iterable[Outcome]) -> Iterator[bytes]:
        """The results as they come, the others told."""
        for outcome in outcomes:
            self.count(outcome)
            if outcome.answer.result is not None:
                yield outcome.answer.result
