"""The manifest of a batch: what the user knows of each file, read as the command reads it."""

import tempfile
from pathlib import Path
from typing import Any

from extractor.manifest import ManifestError, read_manifest
from service.problems import Code, Problem

Given = dict[str, Any]


def read(data: bytes) -> dict[str, Given]:
    """What is given for each path. Problem: not a table, or without the column `path`."""
    with tempfile.TemporaryDirectory(prefix="duibiao-") as folder:
        path = Path(folder) / ("manifest.xlsx" if data[:2] == b"PK" else "manifest.csv")
        path.write_bytes(data)
        try:
            return read_manifest(path).rows
        except ManifestError as error:
            raise Problem(Code.BAD_MANIFEST, error.text) from error
