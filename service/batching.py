"""Take a batch in: many files, or an archive, and a manifest that says what is known of each."""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from service import limits
from service.bodies import Upload
from service.core import Service
from service.problems import Code, Problem
from service.settings import Settings
from service.store import batches, jobs
from service.store import documents as store
from service.store.common import Row, dumps
from service.submit import take

CHUNK = 64 * 1024
# Each writes in a transaction of its own, so that a large batch does not hold the lock for long.
TOGETHER = 50
PATHS_TOLD = 100  # rows of a manifest without a file that are named
SKIPPED_NAMES = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of a batch that is not taken in, and why."""

    name: str
    code: str
    message: str


def is_archive(data: bytes, name: str) -> bool:
    """Whether a file is a tar, a gzip, or a zip that is no office document."""
    if _is_tar(data):
        return True
    if not data.startswith(b"PK\x03\x04") or name.lower().endswith(
        (".docx", ".xlsx", ".pptx", ".odt")
    ):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return True  # opening it again tells the user why it is bad
    return "[Content_Types].xml" not in names and "mimetype" not in names


def _is_tar(data: bytes) -> bool:
    return data.startswith(b"\x1f\x8b") or data[257:262] == b"ustar"


def _files(one: Upload, settings: Settings, inside: bool = False) -> Iterator[Upload | Refused]:
    """A file, or those of an archive and of the archives in it; deeper ones are refused."""
    if not is_archive(one.data, one.name):
        yield one
        return
    for found in (_untar if _is_tar(one.data) else unpack)(one.data, settings):
        if isinstance(found, Refused) or not is_archive(found.data, found.name):
            yield found
        elif inside:
            yield Refused(found.name, "unsupported", "压缩包嵌套过深。An archive too deep inside.")
        else:
            try:
                for inner in _files(found, settings, inside=True):
                    yield replace(inner, name=f"{found.name}/{inner.name}"[: limits.NAME_LENGTH])
            except Problem as problem:
                if problem.code is not Code.BAD_ARCHIVE:
                    raise
                yield Refused(found.name, "bad-archive", "压缩包已损坏。The archive is damaged.")


def _untar(data: bytes, settings: Settings) -> Iterator[Upload | Refused]:
    """The files of a tar or gzip; archives in it stay closed."""
    from extractor.reading.archives import opened_members  # noqa: PLC0415 - slow to load

    for found in opened_members(data):
        if isinstance(found, Exception):
            if found.name:
                yield Refused(found.name, found.code, found.message)
                continue
            raise Problem(Code.BAD_ARCHIVE, "压缩包已损坏。The archive is damaged.")
        if len(found.data) > settings.file_bytes:
            yield Refused(found.name, "too-large", "文件超过上限。The file is above the limit.")
        else:
            yield Upload(found.data, found.name, "", {})


def unpack(data: bytes, settings: Settings) -> Iterator[Upload | Refused]:
    """The files of a zip, web pages with the pictures saved beside them in them. Real bytes are
    counted, whatever its directory says.

    Problem: not a zip, too many files, or above the limit once unpacked.
    """
    from extractor.reading.embedded import (  # noqa: PLC0415 - slow to load
        companions,
        is_page,
        self_contained,
    )

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Problem(
            Code.BAD_ARCHIVE, "不是可读的 zip。This is not a zip that can be read."
        ) from error
    if len(members) > settings.batch_files:
        raise Problem(
            Code.TOO_LARGE, "压缩包内文件过多。Too many files.", limit=settings.batch_files
        )
    total = 0
    named = {_name(member): member for member in members}
    parts = {folder for name in named if is_page(name) for folder in companions(name)}
    for member in members:
        name = _name(member)
        if any(str(folder) in parts for folder in PurePosixPath(name).parents):
            continue  # what a browser saved with a page
        if name.startswith(SKIPPED_NAMES[0]) or name.rpartition("/")[2] in SKIPPED_NAMES:
            continue
        read = _read(archive, member, settings)
        if isinstance(read, Refused):
            yield read
            continue
        if is_page(name):
            read = self_contained(read, partial(_beside, archive, named, name, settings))
        total += len(read)
        if total > settings.batch_bytes or total > len(data) * limits.ARCHIVE_RATIO:
            raise Problem(Code.TOO_LARGE, "解压后超过上限。Above the limit once unpacked.")
        yield Upload(read, name, "", {})


def _beside(
    archive: zipfile.ZipFile, named: Mapping[str, zipfile.ZipInfo], page: str, settings: Settings,
    path: str,
) -> bytes | None:  # fmt: skip
    """A file of the archive by its path from a page in it, if it can be read."""
    member = named.get(posixpath.normpath(str(PurePosixPath(page).parent / path)))
    read = None if member is None else _read(archive, member, settings)
    return None if isinstance(read, Refused) else read


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name as text: zips made on Chinese Windows hold GBK that calls itself cp437."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return name.replace("\x00", "")[: limits.NAME_LENGTH]


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, settings: Settings) -> bytes | Refused:
    name = _name(member)
    if member.flag_bits & 0x1:
        return Refused(name, "encrypted", "文件已加密。The file is encrypted.")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as file:
            while part := file.read(CHUNK):
                size += len(part)
                if size > settings.file_bytes:
                    return Refused(name, "too-large", "文件超过上限。The file is above the limit.")
                if size > max(member.compress_size, 1024) * limits.ARCHIVE_RATIO:
                    return Refused(
                        name, "too-large", "压缩比异常。It unpacks to far more than it was."
                    )
                parts.append(part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        return Refused(
            name, "bad-archive", "压缩包中此文件已损坏。The file is damaged in the archive."
        )
    except Exception as error:  # zlib and lzma have errors of their own, with no common ancestor
        if type(error).__module__ not in ("zlib", "lzma", "_lzma", "bz2"):
            raise
        return Refused(
            name, "bad-archive", "压缩包中此文件已损坏。The file is damaged in the archive."
        )
    return b"".join(parts)


def spread(uploads: list[Upload], settings: Settings) -> list[Upload | Refused]:
    """All files of a batch: archives opened, empty and too large ones named with their reason."""
    found: list[Upload | Refused] = []
    total = 0
    for one in (inner for upload in uploads for inner in _files(upload, settings)):
        if isinstance(one, Upload) and len(one.data) > settings.file_bytes:
            refused = Refused(one.name, "too-large", "文件超过上限。The file is above the limit.")
            found.append(refused)
        else:
            found.append(one)
            total += len(one.data) if isinstance(one, Upload) else 0
        if total > settings.batch_bytes:
            raise Problem(Code.TOO_LARGE, "解压后超过上限。Above the limit once unpacked.")
        if len(found) > settings.batch_files:
            raise Problem(Code.TOO_LARGE, "文件过多。Too many files.", limit=settings.batch_files)
    return [
        Refused(one.name, "empty", "文件为空。The file is empty.")
        if isinstance(one, Upload) and not one.data
        else one
        for one in found
    ]


def with_manifest(
    files: list[Upload | Refused], rows: dict[str, dict[str, Any]]
) -> tuple[list[Upload | Refused], list[str]]:
    """Each file with what the manifest says of its path, or else of its bare name where that is
    one row's only; and the paths of rows that no file asked for."""
    bare: dict[str, list[str]] = {}
    for path in rows:
        bare.setdefault(_bare(path), []).append(path)
    found: list[Upload | Refused] = []
    used: set[str] = set()
    for one in files:
        same = bare.get(_bare(one.name), [])
        row = one.name if one.name in rows else same[0] if len(same) == 1 else ""
        used.add(row)
        given = rows.get(row)
        found.append(replace(one, given=given) if isinstance(one, Upload) and given else one)
    return found, [path for path in rows if path not in used]


def _bare(path: str) -> str:
    return path.rpartition("/")[2]


def manifest_told(rows: int, unused: list[str]) -> str:
    """What a batch tells of its manifest: how many rows have no file, and the first of them."""
    return dumps({"rows": rows, "without_file": len(unused), "paths": unused[:PATHS_TOLD]})


@dataclass(frozen=True, slots=True)
class Files:
    """What a batch is made of; `manifest` is what it tells of its manifest."""

    all: list[Upload | Refused]
    manifest: str | None = None


def create(service: Service, id: str, name: str, by: str, sent: Files) -> Row:
    """Store a batch. Called again with the same id it goes on where it was cut off."""
    files = sent.all
    with service.database.writing() as connection:
        batch = batches.get(connection, id) or batches.create(connection, id, name, by, len(files))
        if sent.manifest is not None:
            batches.note_manifest(connection, batch["n"], sent.manifest)
        have = {
            one["position"]
            for one in batches.items(connection, batch["n"], -1, len(files), "position")
        }
    waiting = [(position, one) for position, one in enumerate(files) if position not in have]
    for start in range(0, len(waiting), TOGETHER):
        with service.database.writing() as connection:
            for position, one in waiting[start : start + TOGETHER]:
                _add(connection, batch["n"], position, one, by)
        service.wake()
    with service.database.writing() as connection:
        batches.close_if_done(connection, batch["n"])
        return batches.get(connection, id) or batch


def _add(connection: Connection, batch: int, position: int, one: Upload | Refused, by: str) -> None:
    if isinstance(one, Refused):
        item = batches.Item(batch, position, one.name, None, store.FAILED, one.code, one.message)
        batches.add_item(connection, item)
        return
    taken = take(connection, one, by, batch)
    state = store.DONE if taken.job is None else taken.job["state"]
    batches.add_item(connection, batches.Item(batch, position, one.name, taken.row["n"], state))
    if taken.job is not None and taken.job["state"] not in jobs.OPEN:
        raise AssertionError("a job that was just queued is open")
