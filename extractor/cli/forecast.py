"""What a run says beforehand: how many pages it will read as pictures, and about how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.runs.limits import Limits
from extractor.runs.problems import InputError
from extractor.runs.sources import Found
from extractor.runs.worker import read_bytes

# Below this many pages the time of one would take as long as what it foretells.
_WORTH_TIMING = 3
_HEAD = 1024
_MINUTE = 60.0


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


def forecast(found: Iterable[Found], limits: Limits) -> Forecast | None:
    """Count the pages of the files named (archives are not opened for it); None where none are.

    Files are parsed in the limited child process; one that cannot be read is passed here, and
    told when its turn comes. The first page is recognised to time it.
    """
    candidates = [one.path for one in found if one.path is not None and not one.is_archive]
    paths = [path for path in candidates if _may_hold_pictures(path)]
    if not paths:
        return None
    from extractor.reading import ReadingError, SafeReader  # noqa: PLC0415 - slow to load
    from extractor.reading.scan import has_ocr  # noqa: PLC0415 - slow to load

    if not has_ocr():
        return None
    counted: dict[Path, int] = {}
    seconds: float | None = None
    with SafeReader() as reader:
        for path in paths:
            try:
                counted[path] = reader.pages_to_recognise(read_bytes(path, limits.file), path.name)
            except (ReadingError, InputError):
                continue
        first = next((path for path, pages in counted.items() if pages), None)
        if first is None:
            return None
        if sum(counted.values()) >= _WORTH_TIMING:
            try:
                seconds = reader.seconds_a_page(read_bytes(first, limits.file), first.name)
            except (ReadingError, InputError):
                seconds = None
    pages = [count for count in counted.values() if count]
    return Forecast(sum(pages), len(pages), seconds)


def _may_hold_pictures(path: Path) -> bool:
    """Whether a file is a pdf or a picture by its first bytes; opened only if it is a file."""
    from extractor.reading.sniff import PICTURES, Kind, sniff  # noqa: PLC0415

    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    # A bmp is known by the length that it states, which its head alone has not.
    return head.startswith(b"BM") or sniff(head) in {*PICTURES, Kind.PDF}
