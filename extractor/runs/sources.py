"""From what the user names (files, folders, archives, `-`) to one task a document."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.runs.limits import Limits
from extractor.runs.problems import InputError
from extractor.runs.tasks import Result, Task
from extractor.runs.worker import read_bytes, refusal

STANDARD_INPUT = "-"
_HEAD = 1024

Given = Callable[[str, Path | None], Result | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A place to read from: `relative` is its path below `folder`, which the user named, or which
    holds the file that the user named."""

    key: str
    relative: str
    path: Path | None
    folder: Path | None = None

    @property
    def is_archive(self) -> bool:
        """Whether it is an archive of documents, by its content."""
        return self.path is not None and _is_archive(self.path)


def find(paths: Iterable[str], leave_out: Iterable[Path] = ()) -> list[Found]:
    """Every file that the paths name, folders walked in the order of names.

    In folders, hidden files and folders are passed, what systems leave there, and what `leave_out`
    names (the run's own folder or file, the manifest). A file that two paths name is taken once.
    """
    found: list[Found] = []
    seen: set[str] = set()
    skipped = frozenset(path.resolve() for path in leave_out)
    for given in paths:
        for one in _expand(given, skipped):
            identity = str(one.path.resolve()) if one.path is not None else STANDARD_INPUT
            if identity not in seen:
                seen.add(identity)
                found.append(one)
    return found


def without_files(paths: Iterable[str], leave_out: Iterable[Path] = ()) -> list[str]:
    """The folders that the user named and in which there is nothing to read."""
    skipped = frozenset(path.resolve() for path in leave_out)
    folders = (given for given in paths if given != STANDARD_INPUT and Path(given).is_dir())
    return [given for given in folders if next(_expand(given, skipped), None) is None]


def is_single(paths: Iterable[str]) -> bool:
    """Whether the user named one document, so that the output is an object and not a list."""
    named = list(paths)
    if len(named) != 1:
        return False
    if named[0] == STANDARD_INPUT:
        return True
    one = Found(named[0], named[0], Path(named[0]))
    return not (one.is_archive or Path(named[0]).is_dir())


def _expand(given: str, skipped: frozenset[Path]) -> Iterator[Found]:
    if given == STANDARD_INPUT:
        yield Found(STANDARD_INPUT, "stdin", None)
        return
    path = Path(given)
    if not path.is_dir():
        yield Found(given, path.name, path, path.parent)
        return
    for file in _walk(path, skipped):
        yield Found(str(file), file.relative_to(path).as_posix(), file, path)


def _walk(folder: Path, skipped: frozenset[Path]) -> Iterator[Path]:
    """Files below a folder, by name; links to folders are not followed, so there is no circle.

    A folder that a browser saved beside a page is part of that page.
    """
    from extractor.reading.embedded import companions, is_page  # noqa: PLC0415  only for folders
    from extractor.reading.leftovers import is_leftover  # noqa: PLC0415

    entries = sorted(folder.iterdir(), key=lambda p: p.name)
    parts = {name for entry in entries if is_page(entry.name) for name in companions(entry.name)}
    for entry in entries:
        if entry.name in parts and entry.is_dir():
            continue
        if entry.name.startswith(".") or is_leftover(entry.name):
            continue
        if skipped and entry.resolve() in skipped:
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry, skipped)
        else:
            yield entry


def tasks(found: Iterable[Found], given: Given, limits: Limits) -> Iterator[tuple[str, Task]]:
    """(relative name, task) of every document; archives are opened here, a member at a time."""
    for one in found:
        if one.path is None:
            data = sys.stdin.buffer.read(limits.file + 1)
            yield one.relative, Task(one.key, "stdin", data=data, given=given(one.key, None))
        elif one.is_archive:
            yield from _members(one, given, limits)
        else:
            row = given(one.relative, one.path)
            folder = None if one.folder is None else str(one.folder)
            yield (
                one.relative,
                Task(one.key, one.path.name, path=str(one.path), given=row, folder=folder),
            )


def _members(one: Found, given: Given, limits: Limits) -> Iterator[tuple[str, Task]]:
    """An archive's documents; what cannot be opened is one task with its problem."""
    from extractor.reading.archives import members  # noqa: PLC0415  only where there is one
    from extractor.reading.errors import ReadingError  # noqa: PLC0415

    assert one.path is not None
    times: Counter[str] = Counter()
    try:
        for member in members(read_bytes(one.path, limits.archive), one.path.name):
            name = _below(one.path.name, member.name)
            times[name] += 1  # an archive may hold the same name twice
            if times[name] > 1:
                name = f"{name}~{times[name]}"
            key, relative = f"{one.key}/{name}", f"{one.relative}/{name}"
            if isinstance(member, ReadingError):
                whole = name == one.path.name  # the archive itself
                yield relative, Task(one.key if whole else key, name, problem=refusal(member))
            else:
                row = given(relative, None)
                yield relative, Task(key, PurePosixPath(name).name, data=member.data, given=row)
    except InputError as error:
        yield one.relative, Task(one.key, one.path.name, problem=error.problem)


def _is_archive(path: Path) -> bool:
    from extractor.reading.archives import is_archive  # noqa: PLC0415
    from extractor.reading.sniff import may_be_archive  # noqa: PLC0415

    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
            # A zip's kind stands at its end.
            return may_be_archive(head) and is_archive(head + file.read())
    except OSError:
        return False


def _below(archive: str, member: str) -> str:
    """A member's path below its archive."""
    return member.removeprefix(f"{archive}/") or archive
