"""The sample documents, put into the service as one batch."""

from pathlib import Path

import extractor
from service import batching
from service.bodies import Upload
from service.core import Service
from service.store import batches

FOLDER = Path(extractor.__file__).parent / "samples"
BATCH = "5a" * 12  # one id, so that loading twice is loading once
SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")


def load_samples(service: Service) -> int:
    """Load them unless they are there; how many there are."""
    files: list[Upload | batching.Refused] = [
        Upload(path.read_bytes(), path.name, "", {})
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix.lower() in SUFFIXES
    ]
    if not files:
        return 0
    with service.database.reading() as connection:
        there = batches.get(connection, BATCH)
    if there is None or there["total"] != len(files):
        batching.create(service, BATCH, "示例 / samples", "samples", batching.Files(files))
    return len(files)
