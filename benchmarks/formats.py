"""The same generated reports as text, page, Word, PDF and picture: are the numbers the same?

    python -m benchmarks.formats [--documents 40] [--pictures 40] [--seed 77] [--folder DIR]

Needs LibreOffice, the extras `documents` and `ocr`, reportlab and a Chinese font. Prints, for each
format, the share of stated numbers that come out right, those wrong outside review (a number that
is not found counts as wrong), how many documents give the same values as their page, speed, and
the most memory that the process took up to then. Pages are read as pictures at 150 dots an inch,
turned by 0.7 degrees and blurred; that takes 10 to 30 s a page.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.writers.make import KINDS, Made, make_all
from extractor.pipeline import extract
from extractor.reading import read
from extractor.reading.office import program
from extractor.training.corpus.document import Generated, Options, make_document

FORMS = ("2021", "2019", "2014")
DENSE = frozenset({"mixed", "dense", "big", "distinct"})  # reports of many numbers that are not 0
STATED = frozenset({"observed", "crosswalk"})
SHOWN = 12  # misses in the output
_TRIES = 20_000


@dataclass(slots=True)
class Figures:
    """What came of one format."""

    documents: int = 0
    stated: int = 0
    right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    wrong_outside_review: int = 0
    fields: int = 0
    in_review: int = 0
    same_values: int = 0
    pages: int = 0
    reading: float = 0.0
    seconds: float = 0.0
    memory: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self) -> dict[str, Any]:
        """The figures as the output shows them; shares of 1, seconds, MB."""
        return {
            "documents": self.documents,
            "stated": self.stated,
            "stated right": round(self.right / max(1, self.stated), 5),
            "non-zero": self.nonzero,
            "non-zero right": round(self.nonzero_right / max(1, self.nonzero), 5),
            "wrong outside review": round(self.wrong_outside_review / max(1, self.stated), 5),
            "in review": round(self.in_review / max(1, self.fields), 4),
            "same as html": self.same_values,
            "reports a second": round(self.documents / max(1e-9, self.seconds), 2),
            "pages": self.pages or None,
            "seconds a page, reading": round(self.reading / self.pages, 2) if self.pages else None,
            "peak memory MB": self.memory,
            "misses": self.misses[:SHOWN],
        }


def documents(count: int, seed: int) -> Iterator[Generated]:
    """Undamaged reports with dense numbers, written as pages, form by form in turn."""
    found = 0
    for at in range(_TRIES):
        if found == count:
            return
        form = FORMS[found % len(FORMS)]
        one = make_document(
            seed * 1_000_000 + at, "held-out", Options(form=form, damage=(0, 0), page="single")
        )
        if one.tags.get("layout") == "html" and one.tags.get("density") in DENSE:
            found += 1
            yield one


def values_of(result: dict[str, Any]) -> dict[str, Any]:
    """The modern fields of the first report; empty where no report was found."""
    reports = result["reports"]
    return {id: f["value"] for id, f in reports[0]["fields"].items()} if reports else {}


def measure(
    figures: Figures, path: Path, gold: dict[str, Any], html: dict[str, Any]
) -> dict[str, Any]:
    """Read one file, count it, give its values."""
    start = time.perf_counter()
    document = read(path.read_bytes(), path.name)
    read_at = time.perf_counter()
    result = extract(document)
    figures.seconds += time.perf_counter() - start
    figures.reading += read_at - start
    figures.documents += 1
    figures.pages += len(document.pages)
    values = values_of(result)
    figures.same_values += values == html
    review = set(result["reports"][0]["review"]) if result["reports"] else set()
    figures.fields += len(values)
    figures.in_review += len(review)
    for id, truth in gold["reports"][0]["fields"].items():
        if truth.get("value") is None or truth["state"] not in STATED:
            continue
        right = values.get(id) in [truth["value"], *truth.get("accept", [])]
        figures.stated += 1
        figures.right += right
        figures.nonzero += truth["value"] != 0
        figures.nonzero_right += right and truth["value"] != 0
        if not right:
            outside = id not in review
            figures.wrong_outside_review += outside
            note = " outside review" if outside else ""
            figures.misses.append(f"{path.name} {id} {truth['value']} != {values.get(id)}{note}")
    figures.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return values


def run(made: list[Made], kinds: tuple[str, ...], pictures: int) -> dict[str, Figures]:
    """All files of all formats, a format after the other."""
    html: dict[str, dict[str, Any]] = {}
    found: dict[str, Figures] = {}
    for kind in kinds:
        found[kind] = Figures()
        for one in made[: pictures if kind == "picture" else None]:
            path = one.files[kind]
            values = measure(found[kind], path, one.gold, html.get(one.name, {}))
            if kind == "html":
                html[one.name] = values
                found[kind].same_values += 1
            print(f"{kind} {path.name}: {found[kind].right}/{found[kind].stated}", file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--folder", type=Path, help="where to keep the files")
    parser.add_argument("--kinds", default=",".join(KINDS))
    arguments = parser.parse_args()
    if program() is None:
        sys.exit("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="duibiao-formats-") as name:
        folder = arguments.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        made = make_all(folder, list(documents(arguments.documents, arguments.seed)))
        found = run(made, tuple(arguments.kinds.split(",")), arguments.pictures)
    lines = {kind: figure.line() for kind, figure in found.items()}
    print(json.dumps(lines, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
