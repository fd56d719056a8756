"""Members of zip files, unpacked with a bound on the bytes that really come out."""

import zipfile
import zlib
from io import BytesIO

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import MAX_PART_BYTES

_PIECE = 256 * 1024
_ENCRYPTED_FLAG = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive. Errors: `ReadingError` (unreadable)."""
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise ReadingError(ReadingCode.UNREADABLE, "zip") from error


def unpacked(
    archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, limit: int = MAX_PART_BYTES
) -> bytes:
    """One member's bytes; what its header claims about its size is not believed.

    Errors: `ReadingError` (too-much, encrypted, unreadable).
    """
    try:
        info = archive.getinfo(member) if isinstance(member, str) else member
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise ReadingError(ReadingCode.ENCRYPTED)
        parts: list[bytes] = []
        size = 0
        with archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise ReadingError(ReadingCode.TOO_MUCH, f"> {limit // 2**20} MB")
                parts.append(piece)
    except (KeyError, RuntimeError, *_DAMAGE) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "zip") from error
    return b"".join(parts)
