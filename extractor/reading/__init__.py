"""Reading: bytes to text with offsets, tables and pages. See `read`."""

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.reader import identity, read

__all__ = ["ReadingCode", "ReadingError", "identity", "read"]
