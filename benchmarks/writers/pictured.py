"""Pages and Word documents that show their tables as pictures."""

import base64
import io
from html import escape
from typing import Any

from docx import Document
from docx.shared import Pt

from benchmarks.writers.blocks import Piece, TableText
from benchmarks.writers.pdf import picture_of

_DOTS = 150
_TEXT_WIDTH = 450.0  # points between the margins of an A4 page


def pictured_page(pieces: list[Piece]) -> bytes:
    """A web page with its pictures within it."""
    parts = []
    for piece in pieces:
        if isinstance(piece, TableText):
            shown = base64.b64encode(picture_of(piece, _DOTS)).decode("ascii")
            parts.append(f'<p><img alt="" src="data:image/png;base64,{shown}"></p>')
        else:
            parts.append(f"<p>{escape(piece)}</p>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def pictured_docx(pieces: list[Piece]) -> bytes:
    """A Word document with its pictures in paragraphs."""
    document: Any = Document()
    for piece in pieces:
        if isinstance(piece, TableText):
            shown = io.BytesIO(picture_of(piece, _DOTS))
            document.add_picture(shown, width=Pt(_TEXT_WIDTH))
        else:
            document.add_paragraph(piece)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
