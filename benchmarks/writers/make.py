"""All formats of the same reports in one folder, the ways of writing taken in turn."""

import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageFilter

from benchmarks.writers.blocks import blocks_of
from benchmarks.writers.docx import DocxStyle, write_docx
from benchmarks.writers.pdf import PdfStyle, write_pdf
from benchmarks.writers.pictured import pictured_docx, pictured_page
from benchmarks.writers.sheet import write_xlsx
from extractor.reading import read
from extractor.reading.office import program
from extractor.training.corpus.document import Generated

KINDS = (
    "html", "txt", "docx", "pdf", "pictured", "doc", "wps", "rtf", "odt", "xlsx", "xls", "ods", "picture",
)  # fmt: skip
# What LibreOffice makes of the docx and the xlsx.
_FROM_DOCX = {"doc": "doc:MS Word 97", "rtf": "rtf", "odt": "odt"}
_FROM_XLSX = {"xls": "xls:MS Excel 97", "ods": "ods"}
DOCX = (
    DocxStyle(running=True),
    DocxStyle(numbered=True, running=True, boxed=True),
    DocxStyle(ruled=False),
    DocxStyle(changed=True, nested=True, size=10.5),
)
# None: LibreOffice prints the docx. Four in sixteen are drawn by reportlab with rules, four without.
PDF = (None, PdfStyle(), None, PdfStyle(ruled=False))
_DOTS = 150
_SLANT = 0.7  # degrees
_BLUR = 0.6  # dots
_CHARSET = re.compile(rb'charset="([\w-]+)"')


@dataclass(frozen=True, slots=True)
class Made:
    """One report: its files by kind, and its truth."""

    name: str
    files: dict[str, Path]
    gold: dict[str, Any]


def make_all(folder: Path, reports: Sequence[Generated]) -> list[Made]:
    """Write every report in every format."""
    made = []
    prints: list[Path] = []
    for place, one in enumerate(reports):
        stem = f"{place:03}"
        files = {k: folder / f"{stem}.{k}" for k in KINDS if k not in ("picture", "pictured")}
        files["picture"] = folder / f"{stem}.scan.pdf"
        pictured = ".pictured.html" if place % 2 else ".pictured.docx"
        files["pictured"] = folder / f"{stem}{pictured}"
        files["html"].write_bytes(one.data)
        files["txt"].write_text(read(one.data, one.name).text, "utf-8")
        pieces = blocks_of(markup_of(one))
        write = pictured_page if place % 2 else pictured_docx
        files["pictured"].write_bytes(write(pieces))
        files["xlsx"].write_bytes(write_xlsx(pieces))
        style = DOCX[place % len(DOCX)]
        files["docx"].write_bytes(write_docx(pieces, style))
        drawn = PDF[(place // len(DOCX) + place) % len(PDF)]
        if drawn is not None:
            files["pdf"].write_bytes(write_pdf(pieces, drawn))
        else:
            # Printed with its changes accepted.
            prints.append(folder / "print" / f"{stem}.docx")
            prints[-1].parent.mkdir(exist_ok=True)
            prints[-1].write_bytes(write_docx(pieces, replace(style, changed=False)))
        made.append(Made(stem, files, one.gold))
    if prints:
        converted(folder, prints, "pdf:writer_pdf_Export")
    for source, kinds in (("docx", _FROM_DOCX), ("xlsx", _FROM_XLSX)):
        for filter_name in kinds.values():
            converted(folder, [one.files[source] for one in made], filter_name)
    for report in made:
        # Kingsoft's own files are those of old Word.
        report.files["wps"].write_bytes(report.files["doc"].read_bytes())
        report.files["picture"].write_bytes(scanned(report.files["pdf"].read_bytes()))
    return made


def markup_of(one: Generated) -> str:
    """A report's page as text, in the encoding that it names."""
    charset = _CHARSET.search(one.data)
    return one.data.decode(charset.group(1).decode() if charset else "utf-8")


def converted(folder: Path, files: Sequence[Path], filter_name: str) -> None:
    """One call of LibreOffice for all files; results in the folder."""
    command = [
        program() or "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--convert-to", filter_name, "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=1800)


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
