"""What one document of a run may cost. Each line has a test at, below and above it."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; a document above them is reported and passed.

    seconds: wall time from the moment a worker gets the document.
    memory: bytes of address space a worker may map, where the system enforces it (Linux).
    file: bytes of a document; archive: bytes of an archive that holds documents.
    start: seconds a worker may take to load its models.
    """

    seconds: float = 600.0
    memory: int = 8 * 1024 * MIB
    file: int = 100 * MIB
    archive: int = 1024 * MIB
    start: float = 180.0

    def __post_init__(self) -> None:
        for name in ("seconds", "memory", "file", "archive", "start"):
            if getattr(self, name) <= 0:
                raise ValueError(f"limit {name} must be above 0: {getattr(self, name)}")
