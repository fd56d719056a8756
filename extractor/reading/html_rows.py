"""Rows of a table that a page builds of blocks, each cell an inline element of its block.

Such pages set the cells apart with styles alone: without a sign between them, `1`, `3` and `16` read
as 1316. Editors split one number into elements too (`1`, `086`), so that one row proves nothing; rows
that follow each other with as many cells, or as many numbers at their ends, do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from extractor.reading.html_tree import BLOCKS, Element

LEAST_ROWS = 3  # that follow each other and are built alike
LEAST_NUMBERS = 3  # at the end of each, where other cells vary
LEAST_CELLS = 3  # of each, where all have as many
_ROWS = frozenset({"div", "li", "ul", "dl", "section"})
_NO_CELL = BLOCKS | {"br", "img"}
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?|[-—–/]")
_BAR = " | "
_SENTENCE = re.compile(r"[。；！？]\s*\Z")
_MOST_WRAPPED = 3  # elements around one row alone

_Key = tuple[int, str, str]
_Row = tuple[Element, list[str]]


def part_cells(root: Element) -> None:
    """Set bars between the cells of such rows."""
    alike: dict[_Key, list[_Row]] = {}
    proven: set[_Key] = set()
    for parent in _elements(root):
        rows = [(row, _cells(row)) for row in map(_unwrapped, parent.elements())]
        for tag, group in groupby(rows, key=lambda row: row[0].tag if row[1] else None):
            if tag is None:
                continue
            run = list(group)
            keys = [_key(parent, row) for row, _ in run]
            for key, one in zip(keys, run, strict=True):
                alike.setdefault(key, []).append(one)
            if _is_table([cells for _, cells in run]):
                proven.update(keys)
    parted: set[int] = set()
    for key in proven:
        for row, texts in alike[key]:
            if id(row) not in parted and not _SENTENCE.search(texts[-1]):
                parted.add(id(row))
                row.children = [part for cell in row.elements() for part in (cell, _BAR)]


def _unwrapped(element: Element) -> Element:
    """The row that an element holds alone, or the element itself."""
    for _ in range(_MOST_WRAPPED):
        inside = element.elements()
        texts = [child for child in element.children if isinstance(child, str)]
        if len(inside) != 1 or inside[0].tag not in _ROWS or any(text.strip() for text in texts):
            break
        element = inside[0]
    return element


def _key(parent: Element, row: Element) -> _Key:
    """What rows of one table share: their class, or else the element around them."""
    called = row.attributes.get("class", "").strip()
    return (0 if called else id(parent), row.tag, called)


def _elements(root: Element) -> Iterator[Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(element.elements())


def _cells(row: Element) -> list[str]:
    """The texts of a row's cells; none where it is anything but inline elements."""
    if row.tag not in _ROWS or len(row.children) < 2:
        return []
    texts = []
    for child in row.children:
        if isinstance(child, str):
            if child.strip():
                return []
            continue
        text = _text(child)
        if text is None:
            return []
        texts.append(text)
    return texts if len(texts) > 1 else []


def _text(cell: Element) -> str | None:
    """The text of an inline element, None where it holds a block or a break."""
    parts: list[str] = []
    stack: list[Element | str] = [cell]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag in _NO_CELL or item.tag.startswith("-"):
            return None
        else:
            stack.extend(reversed(item.children))
    return "".join(parts).strip()


def _is_table(rows: list[list[str]]) -> bool:
    """Whether rows that follow each other are those of a table, and no numbers cut in pieces."""
    ends = [_numbers(row) for row in rows]
    if not any(_are_apart(end) for end in ends):
        return False
    by_numbers = Counter(len(end) for end in ends if len(end) >= LEAST_NUMBERS)
    if max(by_numbers.values(), default=0) >= LEAST_ROWS:
        return True
    by_cells = Counter(len(row) for row in rows if len(row) >= LEAST_CELLS)
    with_numbers = sum(len(end) > 1 for end in ends)
    return max(by_cells.values(), default=0) >= LEAST_ROWS and with_numbers > 1


def _numbers(row: list[str]) -> list[str]:
    """The numbers at the end of a row."""
    at = len(row)
    while at and _NUMBER.fullmatch(row[at - 1]):
        at -= 1
    return row[at:]


def _are_apart(numbers: list[str]) -> bool:
    """Whether they cannot be the single digits of one number."""
    return len(numbers) > 1 and (any(len(n) > 1 for n in numbers) or numbers[0] == "0")
