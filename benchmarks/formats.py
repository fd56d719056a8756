"""The same generated reports as text, page, Word, PDF and picture: are the numbers the same?

    python benchmarks/formats.py [--documents 40] [--pictures 4] [--seed 77]

Needs LibreOffice for docx and pdf, the extra `ocr` for pictures. Prints, for each format, the
share of stated numbers that come out right, those wrong outside review, seconds a document, and
how many documents give the same values as their html.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageFilter

from extractor.pipeline import extract_bytes
from extractor.reading import read
from extractor.reading.office import program
from extractor.training.corpus.document import Generated, Options, make_document

FORMS = ("2021", "2019", "2014")
_DOTS = 150
_SLANT = 0.7  # degrees
_BLUR = 0.6  # dots
_TRIES = 4000


@dataclass(slots=True)
class Figures:
    documents: int = 0
    stated: int = 0
    right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    wrong_outside_review: int = 0
    same_values: int = 0
    pages: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def line(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "stated right": round(self.right / max(1, self.stated), 5),
            "non-zero right": round(self.nonzero_right / max(1, self.nonzero), 5),
            "stated": self.stated,
            "wrong outside review": round(self.wrong_outside_review / max(1, self.stated), 5),
            "same as html": self.same_values,
            "seconds a document": round(self.seconds / max(1, self.documents), 2),
            "seconds a page": round(self.seconds / self.pages, 2) if self.pages else None,
            "misses": self.misses[:12],
        }


def documents(count: int, seed: int) -> Iterator[Generated]:
    """Undamaged reports whose tables the generator wrote as html, form by form in turn."""
    found = 0
    for at in range(_TRIES):
        if found == count:
            return
        form = FORMS[found % len(FORMS)]
        one = make_document(
            seed * 1_000_000 + at, "held-out", Options(form=form, damage=(0, 0), page="single")
        )
        if one.tags.get("layout") == "html" and one.gold["reports"]:
            found += 1
            yield one


def converted(folder: Path, files: list[Path], filter_name: str, importer: str = "") -> None:
    """One call of LibreOffice for all files; results beside them."""
    command = [
        program() or "",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
    ]
    command += [f"--infilter={importer}"] if importer else []
    command += ["--convert-to", filter_name, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)


def as_page(text: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{text}</body></html>'.encode()


def scanned(pdf: bytes) -> bytes:
    """A pdf of pictures: 150 dots an inch, slightly turned and blurred."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        picture = page.render(scale=_DOTS / 72).to_pil().convert("L")
        turned = picture.rotate(_SLANT, resample=Image.Resampling.BICUBIC, fillcolor=255)
        pages.append(turned.filter(ImageFilter.GaussianBlur(_BLUR)))
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=_DOTS)
    return target.getvalue()


def values_of(result: dict[str, Any]) -> dict[str, Any]:
    reports = result["reports"]
    return {id: f["value"] for id, f in reports[0]["fields"].items()} if reports else {}


def measure(
    figures: Figures, name: str, data: bytes, gold: dict[str, Any], html: dict[str, Any]
) -> dict[str, Any]:
    start = time.perf_counter()
    result = extract_bytes(data, name)
    figures.seconds += time.perf_counter() - start
    figures.documents += 1
    figures.pages += len(result["document"].get("pages") or ())
    values = values_of(result)
    figures.same_values += values == html
    review = set(result["reports"][0]["review"]) if result["reports"] else set()
    for id, truth in gold["reports"][0]["fields"].items():
        if truth.get("value") is None or truth["state"] not in ("observed", "crosswalk"):
            continue
        accepted = [truth["value"], *truth.get("accept", [])]
        right = values.get(id) in accepted
        figures.stated += 1
        figures.right += right
        figures.nonzero += truth["value"] != 0
        figures.nonzero_right += right and truth["value"] != 0
        if not right:
            figures.misses.append(f"{name} {id} {truth['value']} != {values.get(id)}")
            figures.wrong_outside_review += id not in review and values.get(id) is not None
    return values


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--pictures", type=int, default=4)
    parser.add_argument("--seed", type=int, default=77)
    arguments = parser.parse_args()
    if program() is None:
        sys.exit("LibreOffice is not installed")
    figures = {kind: Figures() for kind in ("html", "txt", "docx", "pdf", "picture")}
    with tempfile.TemporaryDirectory(prefix="duibiao-formats-") as name:
        folder = Path(name)
        made = list(documents(arguments.documents, arguments.seed))
        for i, one in enumerate(made):
            (folder / f"{i:03}.html").write_bytes(as_page(one.text))
        pages = sorted(folder.glob("*.html"))
        converted(folder, pages, "docx:MS Word 2007 XML", "HTML (StarWriter)")
        converted(folder, sorted(folder.glob("*.docx")), "pdf:writer_pdf_Export")
        for i, (one, page) in enumerate(zip(made, pages, strict=True)):
            html = measure(figures["html"], page.name, page.read_bytes(), one.gold, {})
            text = read(page.read_bytes(), page.name).text
            measure(figures["txt"], f"{i:03}.txt", text.encode(), one.gold, html)
            for kind in ("docx", "pdf"):
                data = page.with_suffix(f".{kind}").read_bytes()
                measure(figures[kind], f"{i:03}.{kind}", data, one.gold, html)
            if i < arguments.pictures:
                data = scanned(page.with_suffix(".pdf").read_bytes())
                measure(figures["picture"], f"{i:03}.scan.pdf", data, one.gold, html)
    lines = {kind: figure.line() for kind, figure in figures.items() if figure.documents}
    lines["peak memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(lines, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
