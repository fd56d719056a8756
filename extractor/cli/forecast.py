"""What a run says beforehand: how many pages it will read as pictures, and about how long."""

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.runs.limits import Limits
from extractor.runs.problems import InputError
from extractor.runs.sources import Found, tasks
from extractor.runs.tasks import Task
from extractor.runs.worker import load

if TYPE_CHECKING:
    from extractor.reading import SafeReader

# Below this many pages the time of one would take as long as what it foretells.
_WORTH_TIMING = 3
_HEAD = 1024
_MINUTE = 60.0
_WORD = b"PK\x03\x04"
_PICTURE = re.compile(rb"<img\b", re.I)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Pages to recognise in so many files; seconds a page, where one was timed."""

    pages: int
    files: int
    seconds_a_page: float | None

    def text(self, jobs: int) -> str:
        """One line in both languages."""
        chinese = f"{self.files} 份文件有 {self.pages} 页只有图片，将逐页识别"
        english = f"{self.pages} pages of {self.files} files are pictures and will be recognised"
        if self.seconds_a_page is None:
            return f"{chinese} / {english}"
        total = self.pages * self.seconds_a_page / max(1, min(jobs, self.files))
        minutes = max(1, round(total / _MINUTE))
        each = max(1, round(self.seconds_a_page))
        return (
            f"{chinese}，每页约 {each} 秒，共约 {minutes} 分钟 / "
            f"{english}: about {each} s a page, {minutes} min in all"
        )


def nothing_known(relative: str) -> bool:
    """For a run that no call began before."""
    return False


def forecast(
    found: Iterable[Found], limits: Limits, known: Callable[[str], bool]
) -> Forecast | None:
    """Count the pages of the files named and of those in archives; None where none are.

    Files whose relative name is `known` were read by an earlier call. Files are parsed in the
    limited child process; one that cannot be read is passed here, and told when its turn comes. The
    first page is recognised to time it. Standard input is not read for it.
    """
    from extractor.reading.scan import has_ocr  # noqa: PLC0415 - slow to load

    if not has_ocr():
        return None
    counts: list[int] = []
    first: Task | None = None
    seconds: float | None = None
    named = (one for one in found if one.path is not None)
    with ExitStack() as stack:
        reader: SafeReader | None = None
        for relative, task in tasks(named, lambda *_: None, limits):
            if known(relative) or not _may_hold_pictures(task):
                continue
            reader = reader or stack.enter_context(_reader())
            pages = _asked(task, limits, reader.pages_to_recognise) or 0
            if pages:
                counts.append(int(pages))
                first = first or task
        if reader is not None and first is not None and sum(counts) >= _WORTH_TIMING:
            seconds = _asked(first, limits, reader.seconds_a_page)
    return Forecast(sum(counts), len(counts), seconds) if counts else None


def _reader() -> "SafeReader":
    from extractor.reading import SafeReader  # noqa: PLC0415 - slow to load

    return SafeReader()


def _asked(task: Task, limits: Limits, ask: Callable[[bytes, str], float | None]) -> float | None:
    """What a reader says of a document; None where it cannot be read."""
    from extractor.reading import ReadingError  # noqa: PLC0415 - slow to load

    try:
        return ask(load(task, limits), task.name)
    except (ReadingError, InputError):
        return None


def _may_hold_pictures(task: Task) -> bool:
    """Whether a document can have pictures of pages or tables, by a look at its bytes."""
    from extractor.reading.sniff import PICTURES, Kind, sniff  # noqa: PLC0415

    try:
        data = task.data
        if data is None:
            path = Path(task.path or "")
            if not path.is_file():
                return False
            with path.open("rb") as file:
                data = file.read(_HEAD)
                if data.startswith(_WORD) or b"<" in data:
                    data += file.read()
    except OSError:
        return False
    if data.startswith(_WORD):
        return b"word/media/" in data
    # A bmp is known by the length that it states, which its head alone has not.
    if data.startswith(b"BM") or sniff(data[:_HEAD]) in {*PICTURES, Kind.PDF}:
        return True
    return _PICTURE.search(data) is not None
