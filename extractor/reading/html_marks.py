"""What is set beside a number and is no part of it: marks of footnotes, figures struck out."""

import re
from dataclasses import dataclass

from extractor.reading.html_tree import BLOCKS, LOWERED, RAISED, STRUCK, Element

# Of a page's characters, the most that may be struck out: more is markup that nobody closed.
MOST_STRUCK = 0.2
# Digits as a mark: one or two, perhaps in brackets. More are a number that an editor set askew.
_MARK = re.compile(r"\s*[(（]?\s*[0-9]{1,2}\s*[)）]?\s*")
_BEFORE_MARK = re.compile(r"[0-9０-９A-Za-z%)）」”]\s*\Z")
_WORD = re.compile(r"[^\W\d_]\s*\Z")
_ENDS = re.compile(r"\s*(?:\Z|[^\w\s])")
_SMALL = {
    RAISED: str.maketrans("0123456789()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁽⁾"),
    LOWERED: str.maketrans("0123456789()（）", "₀₁₂₃₄₅₆₇₈₉₍₎₍₎"),
}


@dataclass(slots=True)
class _Piece:
    """Text of a line: the child `at` of `parent`, and whether it is raised or lowered."""

    parent: Element
    at: int
    text: str
    look: str


def drop_struck(root: Element) -> int:
    """Take out what is struck, gives its number of non-blank characters."""
    struck = _characters(root, inside=False)
    if not struck or struck > MOST_STRUCK * _characters(root, inside=True):
        return 0
    _drop(root)
    return struck


def raise_marks(root: Element) -> None:
    """Write raised and lowered digits beside text as the small signs that they look like.

    `12` with a raised 2 is 12 and a note; a number that is raised as a whole stays one.
    """
    line: list[_Piece] = []
    _collect(root, "", line)
    _raise(line)


def _characters(element: Element, inside: bool) -> int:
    """How many characters that are no blanks stand in struck elements, or in all (`inside`)."""
    inside = inside or element.tag == STRUCK
    count = 0
    for child in element.children:
        if isinstance(child, Element):
            count += _characters(child, inside)
        elif inside:
            count += len("".join(child.split()))
    return count


def _drop(element: Element) -> None:
    element.children = [
        child for child in element.children if isinstance(child, str) or child.tag != STRUCK
    ]
    for child in element.elements():
        _drop(child)


def _collect(element: Element, look: str, line: list[_Piece]) -> None:
    """Gather the texts of lines; a line that ends is dealt with and emptied."""
    apart = element.tag in BLOCKS or element.tag == "br"
    if apart:
        _raise(line)
    look = element.tag if element.tag in _SMALL else look
    for at, child in enumerate(element.children):
        if isinstance(child, Element):
            _collect(child, look, line)
        elif child.strip():
            line.append(_Piece(element, at, child, look))
    if apart:
        _raise(line)


def _raise(line: list[_Piece]) -> None:
    for number, piece in enumerate(line):
        if not piece.look or not _MARK.fullmatch(piece.text):
            continue
        before = line[number - 1] if number else None
        after = line[number + 1] if number + 1 < len(line) else None
        if _is_mark(before, after):
            piece.parent.children[piece.at] = piece.text.translate(_SMALL[piece.look])
    line.clear()


def _is_mark(before: _Piece | None, after: _Piece | None) -> bool:
    """Whether raised digits between two pieces belong to the text before, or to a number behind."""
    if (before is not None and before.look) or (after is not None and after.look):
        return False  # digits of one number, each raised: an editor's doing
    if before is None:
        return after is not None and after.text[:1].isdecimal()
    if _BEFORE_MARK.search(before.text):
        return True
    return bool(_WORD.search(before.text)) and (after is None or bool(_ENDS.match(after.text)))
