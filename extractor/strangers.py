"""Extraction from files of strangers: they are parsed in a child process with limits.

A file that breaks its parser, or takes more memory or time than a document may, gives a
`ReadingError` of its own; the process that calls this, and the next file, are not touched.
"""

import atexit
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from extractor.pipeline import Settings, extract
from extractor.reading import SafeReader
from extractor.types import Document


@dataclass(slots=True)
class _Shared:
    """The reader of this process; one file at a time goes to its child."""

    reader: SafeReader = field(default_factory=SafeReader)
    lock: Lock = field(default_factory=Lock)

    def read(self, data: bytes, name: str, media_type: str | None) -> Document:
        with self.lock:
            return self.reader.read(data, name, media_type)


@cache
def _shared() -> _Shared:
    made = _Shared()
    atexit.register(made.reader.close)
    return made


def extract_safely(
    data: bytes,
    name: str = "",
    given: Mapping[str, str] | None = None,
    media_type: str | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """As `pipeline.extract_bytes`, the file parsed in a limited child process.

    Errors: `ReadingError`, time-limit and memory-limit among its codes.
    """
    return extract(_shared().read(data, name, media_type), given, settings)
