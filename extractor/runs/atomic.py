"""Files that are whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path, scratch: Path | None = None) -> Iterator[Path]:
    """Give a temporary path to write to; when the block ends well it becomes `path`.

    `scratch` is a folder on the same file system; without it the temporary file stands beside
    `path`. When the block raises, the temporary file goes and the old `path` stays.
    """
    temporary = (scratch or path.parent) / f".{path.name[:80]}.{os.getpid()}.part"
    try:
        yield temporary
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Write a whole file: temporary file, fsync, replace."""
    with replacing(path, scratch) as temporary:
        temporary.write_bytes(data)
