"""Archives: zip, tar and gzip of readable files, nested once, unpacked with all bounds counted.

Pictures saved beside a web page are put into it; the folder that a browser made for them is part of
the page and not read for itself.
"""

import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from extractor.reading.embedded import companions, is_page, self_contained
from extractor.reading.encodings import decode
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.leftovers import is_leftover
from extractor.reading.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_MEMBERS,
    MAX_ARCHIVE_RATIO,
    MAX_FILE_BYTES,
)
from extractor.reading.sniff import ARCHIVES, Kind, sniff
from extractor.reading.zipped import opened, unpacked

_UTF8_NAME = 0x800
_PIECE = 256 * 1024
# Archives in archives: one level, for batches of a county's zips.
_DEEPEST = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; `name` is a relative path without `..`, for display only."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Budget:
    """What is left to unpack, over all levels."""

    data: int
    members: int = MAX_ARCHIVE_MEMBERS

    def take(self, size: int) -> None:
        self.data -= size
        if self.data < 0:
            raise ReadingError(ReadingCode.TOO_MUCH, f"> {MAX_ARCHIVE_BYTES // 2**20} MB")

    def count(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise ReadingError(ReadingCode.TOO_MUCH, f"> {MAX_ARCHIVE_MEMBERS} files")


Info = TypeVar("Info")


class _Beside(Generic[Info]):
    """The files of an archive by their paths, for the pages among them."""

    def __init__(self, files: Mapping[str, Info], take: Callable[[Info], bytes]) -> None:
        self._files = files
        self._take = take
        self._folders = {name for page in files if is_page(page) for name in companions(page)}

    def is_part(self, shown: str) -> bool:
        """Whether a file stands in the folder that a browser saved with a page."""
        return any(str(parent) in self._folders for parent in PurePosixPath(shown).parents)

    def whole(self, shown: str, data: bytes) -> bytes:
        """A member's bytes; a page's with the pictures beside it in them."""
        return self_contained(data, partial(self._find, shown)) if is_page(shown) else data

    def _find(self, page: str, path: str) -> bytes | None:
        info = self._files.get(posixpath.normpath(str(PurePosixPath(page).parent / path)))
        try:
            return None if info is None else self._take(info)
        except ReadingError as error:
            if error.code is ReadingCode.TOO_MUCH:
                raise
            return None  # told when its own turn comes


def is_archive(data: bytes, name: str = "") -> bool:
    """Whether a file is an archive of files, and not a document in a zip."""
    return sniff(data, name) in ARCHIVES


def members(data: bytes, name: str = "") -> Iterator[Member | ReadingError]:
    """The files in an archive, in its order; for one that cannot be had, why, with its name.

    Never raises: an archive that is no archive gives one error.
    """
    yield from _guarded(data, name, _Budget(_allowed(data)), 0)


def opened_members(data: bytes, name: str = "") -> Iterator[Member | ReadingError]:
    """As `members`, but archives in the archive come as files. Never raises."""
    try:
        yield from _opened(data, name, _Budget(_allowed(data)))
    except ReadingError as error:
        yield ReadingError(error.code, error.detail, error.name or name)


def _allowed(data: bytes) -> int:
    return min(MAX_ARCHIVE_BYTES, max(MAX_ARCHIVE_RATIO * len(data), _PIECE))


def _guarded(
    data: bytes, name: str, budget: _Budget, depth: int
) -> Iterator[Member | ReadingError]:
    try:
        for item in _opened(data, name, budget):
            if isinstance(item, Member) and is_archive(item.data, item.name):
                if depth >= _DEEPEST:
                    yield ReadingError(ReadingCode.UNSUPPORTED, "archive", item.name)
                else:
                    yield from _guarded(item.data, item.name, budget, depth + 1)
            else:
                yield item
    except ReadingError as error:
        yield ReadingError(error.code, error.detail, error.name or name)


def _opened(data: bytes, name: str, budget: _Budget) -> Iterator[Member | ReadingError]:
    kind = sniff(data, name)
    if kind is Kind.ZIP:
        yield from _zip(data, name, budget)
    elif kind is Kind.TAR:
        yield from _tar(data, name, budget)
    elif kind is Kind.GZIP:
        yield from _gzip(data, name, budget)
    else:
        raise ReadingError(ReadingCode.UNSUPPORTED, kind)


def _zip(data: bytes, name: str, budget: _Budget) -> Iterator[Member | ReadingError]:
    with opened(data) as archive:
        named = [(_path(name, _zip_name(i)), i) for i in archive.infolist() if not i.is_dir()]

        def take(info: zipfile.ZipInfo) -> bytes:
            content = unpacked(archive, info, min(MAX_FILE_BYTES, budget.data))
            budget.take(len(content))
            return content

        beside = _Beside(dict(named), take)
        for shown, info in named:
            if is_leftover(shown) or beside.is_part(shown):
                continue
            budget.count()
            try:
                content = beside.whole(shown, take(info))
            except ReadingError as error:
                if error.code is ReadingCode.TOO_MUCH:
                    raise  # the rest would only be more of it
                yield ReadingError(error.code, error.detail, shown)
                continue
            yield Member(shown, content)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name: zip knows utf-8 and code page 437, Chinese Windows writes gb18030."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return decode(info.filename.encode("cp437")).text
    except (UnicodeEncodeError, ReadingError):
        return info.filename


def _tar(data: bytes, name: str, budget: _Budget) -> Iterator[Member | ReadingError]:
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            # Links and devices are not followed.
            named = [(_path(name, _tar_name(i.name)), i) for i in archive if i.isfile()]

            def take(info: tarfile.TarInfo) -> bytes:
                budget.take(info.size)
                stream = archive.extractfile(info)
                return stream.read() if stream is not None else b""

            beside = _Beside(dict(named), take)
            for shown, info in named:
                if is_leftover(shown) or beside.is_part(shown):
                    continue
                budget.count()
                if info.size > MAX_FILE_BYTES:
                    yield ReadingError(ReadingCode.TOO_LARGE, name=shown)
                    continue
                yield Member(shown, beside.whole(shown, take(info)))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "tar", name) from error


def _tar_name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return decode(raw).text
    except ReadingError:
        return raw.decode("utf-8", "replace")


def _gzip(data: bytes, name: str, budget: _Budget) -> Iterator[Member | ReadingError]:
    """One stream: a tar, or a single file; bytes counted as they come out."""
    engine = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    try:
        piece = engine.decompress(data, _PIECE)
        while piece:
            budget.take(len(piece))
            parts.append(piece)
            piece = engine.decompress(engine.unconsumed_tail, _PIECE)
    except zlib.error as error:
        raise ReadingError(ReadingCode.UNREADABLE, "gzip", name) from error
    content = b"".join(parts)
    inner = name.removesuffix(".gz").removesuffix(".tgz") or name
    if sniff(content, inner) is Kind.TAR:
        yield from _tar(content, name, budget)
    else:
        budget.count()
        yield Member(inner, content)


def _path(archive: str, name: str) -> str:
    """Where a member stands, as a relative path that leads nowhere else."""
    parts = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).parts
    safe = [part for part in parts if part not in ("..", "/", ".") and not part.endswith(":")]
    return "/".join([*([archive] if archive else []), *safe]) or "?"
