"""The same generated reports in every format: are the numbers the same?

    python -m benchmarks.formats [--documents 40] [--first 0] [--seed 77] [--kinds pdf,...] [--folder DIR]

Needs LibreOffice, the extras `documents` and `ocr`, reportlab and a Chinese font. Prints, for each
format, the share of stated numbers that come out right, those wrong outside review (a number that
is not found counts as wrong), how many documents give the same values as their page, speed in
processor time, and the most memory that the process of this format took. Pages are read as pictures
at 150 dots an inch, turned by 0.7 degrees and blurred. With a folder a second call goes on: what was
read by the same version of `extractor/reading` is not read again. `--first` leaves out the reports
before it.
"""

import argparse
import hashlib
import json
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import extractor
from benchmarks.writers.make import KINDS, Made, make_all
from extractor.pipeline import extract
from extractor.reading import read
from extractor.reading.office import program
from extractor.reading.transfer import packed, unpacked
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.types import Document

FORMS = ("2021", "2019", "2014")
DENSE = frozenset({"mixed", "dense", "big", "distinct"})  # reports of many numbers that are not 0
STATED = frozenset({"observed", "crosswalk"})
SHOWN = 12  # misses in the output
READING = Path(extractor.__file__).parent / "reading"
_TRIES = 20_000
_USERS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


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


def version() -> str:
    """What readings depend on: the source of the reading step."""
    whole = hashlib.sha256()
    for path in sorted(READING.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def processor() -> float:
    """Seconds of processor time so far, of programs called too."""
    used = [resource.getrusage(who) for who in _USERS]
    return sum(one.ru_utime + one.ru_stime for one in used)


def most_memory() -> int:
    """MB at most so far: of this process, and of the largest program that it called."""
    return sum(resource.getrusage(who).ru_maxrss for who in _USERS) // 1024


def reading(path: Path, folder: Path, stamp: str) -> tuple[Document, float, int]:
    """A file's document, the processor time of reading it, the most memory in MB up to then."""
    kept = folder / "read" / f"{path.name}.json"
    if kept.is_file():
        head, _, body = kept.read_bytes().partition(b"\n")
        known = json.loads(head)
        if known["version"] == stamp:
            return unpacked(body), known["seconds"], known["memory"]
    start = processor()
    document = read(path.read_bytes(), path.name)
    seconds = processor() - start
    memory = most_memory()
    head = json.dumps({"version": stamp, "seconds": seconds, "memory": memory}).encode()
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(head + b"\n" + packed(document))
    return document, seconds, memory


def measure(
    figures: Figures, read_one: tuple[Document, float, int], path: Path, gold: dict[str, Any],
    html: dict[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    """Extract from one document that was read, count it, give its values."""
    document, seconds, memory = read_one
    start = processor()
    result = extract(document)
    figures.seconds += seconds + processor() - start
    figures.reading += seconds
    figures.documents += 1
    figures.pages += len(document.pages)
    values = values_of(result)
    figures.same_values += html is None or values == html
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
    figures.memory = max(figures.memory, memory, most_memory())
    return values


def run(made: list[Made], kind: str, folder: Path) -> Figures:
    """All files of a format. The values of pages are kept for the other formats."""
    kept = folder / "html.json"
    html = json.loads(kept.read_bytes()) if kept.is_file() else {}
    found = Figures()
    stamp = version()
    values: dict[str, dict[str, Any]] = {}
    for one in made:
        path = one.files[kind]
        read_one = reading(path, folder, stamp)
        page = None if kind == "html" else html.get(one.name, {})
        values[one.name] = measure(found, read_one, path, one.gold, page)
        print(f"{kind} {path.name}: {found.right}/{found.stated}", file=sys.stderr)
    if kind == "html":
        kept.write_text(json.dumps(values), "utf-8")
    return found


def files(folder: Path, count: int, seed: int) -> list[Made]:
    """The reports in all formats; made once a folder."""
    known = folder / "made.pickle"
    if not known.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        known.write_bytes(pickle.dumps(make_all(folder, list(documents(count, seed)))))
    made: list[Made] = pickle.loads(known.read_bytes())
    return made[:count]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--folder", type=Path, help="where to keep the files and what was read")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--one", help=argparse.SUPPRESS)  # a format in a process of its own
    arguments = parser.parse_args()
    if program() is None:
        sys.exit("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="duibiao-formats-") as name:
        folder = arguments.folder or Path(name)
        made = files(folder, arguments.documents, arguments.seed)[arguments.first :]
        if arguments.one:
            print(json.dumps(run(made, arguments.one, folder).line(), ensure_ascii=False))
            return
        lines = {}
        for kind in arguments.kinds.split(","):
            command = [
                sys.executable, "-m", "benchmarks.formats", "--one", kind, "--folder", str(folder),
                "--documents", str(arguments.documents), "--first", str(arguments.first),
            ]  # fmt: skip
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            lines[kind] = json.loads(done.stdout)
    print(json.dumps(lines, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
