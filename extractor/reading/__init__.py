"""Reading: bytes to text with offsets, tables and pages.

`read` for one's own files, `read_safely` and `SafeReader` for those of strangers, `members` for
the files of an archive.
"""

from extractor.reading.archives import Member, is_archive, members
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.reader import identity, read
from extractor.reading.safely import ReadingLimits, SafeReader, read_safely

__all__ = [
    "Member",
    "ReadingCode",
    "ReadingError",
    "ReadingLimits",
    "SafeReader",
    "identity",
    "is_archive",
    "members",
    "read",
    "read_safely",
]
