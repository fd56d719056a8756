"""Writing many generated documents with their truth into a folder."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from extractor.training.corpus.document import Generated, Options, make_document


def documents(
    seed: int, count: int, split: str, options: Options | None = None
) -> Iterator[Generated]:
    """`count` documents, one after the other."""
    for at in range(count):
        yield make_document(seed * 1_000_000 + at, split, options)


def make_corpus(
    seed: int, count: int, out: Path, split: str = "train", options: Options | None = None
) -> Iterator[Generated]:
    """Write OUT/docs/NAME and OUT/gold/NAME-without-suffix.json; yields each as it is written."""
    (out / "docs").mkdir(parents=True, exist_ok=True)
    (out / "gold").mkdir(parents=True, exist_ok=True)
    for one in documents(seed, count, split, options):
        one.gold["sha256"] = hashlib.sha256(one.data).hexdigest()
        (out / "docs" / one.name).write_bytes(one.data)
        gold = json.dumps(one.gold, ensure_ascii=False, indent=1)
        (out / "gold" / f"{Path(one.name).stem}.json").write_text(gold, "utf-8")
        yield one
