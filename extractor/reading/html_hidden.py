"""What a page hides: copies are left out, the only copy of a text is read in its place.

Pages hide for several reasons: a copy for telephones or for printing, last year's table, a menu, a
dialog; or a tab, an accordion, a fold, an animation that a script shows later. What a hidden block
says is looked for in what is shown: words, so that last year's numbers in the same table are a copy
too. A report of its own, by its year or its title, is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.reading.html_tree import BLOCKS, Element

_GRAM = 4  # characters that are looked up together
# Share of a hidden block's words that are shown as well: of copies nine tenths and more, also
# with other numbers; of another part of the same report a third at most.
_SHOWN = 0.7
_SHOWN_WITH_NUMBERS = 0.9
_LINKED_SHARE = 0.4
# Fewer letters are marks against copying, page numbers, remarks of programs, entries of menus.
_LEAST_LETTERS = 40
_TOGETHER = frozenset({"tr", "p", "li"})  # what is folded away several at a time
_CELLS = frozenset({"td", "th"})
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]{2}")
_LETTERS_AND_NUMBERS = re.compile(r"\w+")
_SENTENCE = re.compile(r"[。；;，,]")
_NUMBER = re.compile(r"\s*[0-9][0-9.,]*\s*")
_REPORT = re.compile(
    r"政府信息|政務?公开|政務公開|政府資訊|信息公[开開]|主[动動]公[开開]|依申[请請]|行政[复復][议議]|行政[诉訴][讼訟]"
    r"|统计期限|統計期限|[一二三四五六]、\s*(?:总体|總體|主动|主動|收到)|第二十[条條]"
)
_PERIOD = re.compile(
    r"(?:统计期限|統計期限|时间|期限|自)[^。]{0,12}?((?:19|20)\d\d)\s*年\s*1\s*月\s*1\s*日"
)
_TITLE = re.compile(
    r"(?:19|20)\d\d\s*年度?\s*(?:政府信息公[开開]|政务公开|政務公開)[^。，,；;]{0,12}?[报報]告\s*\Z"
)
_LONGEST_TITLE = 80
_MOST_LOOKED_AT = 1_000_000  # characters of which the words are kept


@dataclass(slots=True)
class _Said:
    """What is said by elements: their words, with numbers and without, years and titles."""

    whole: str
    titles: frozenset[str]
    linked: float = 0.0
    rows: int = 0  # of a table, with words in a cell and a number in another
    numbered: int = 0  # with a number: those of a calendar too
    words: set[str] = field(init=False)
    numbers: set[str] = field(init=False)
    periods: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = _grams(_LETTERS, self.whole)
        self.numbers = _grams(_LETTERS_AND_NUMBERS, self.whole)
        self.periods = frozenset(_PERIOD.findall(self.whole))

    @property
    def reports(self) -> frozenset[str]:
        return self.periods | self.titles

    def add(self, other: "_Said") -> None:
        self.whole = self.whole or other.whole
        self.words |= other.words
        self.numbers |= other.numbers
        self.periods |= other.periods
        self.titles |= other.titles


def settle_hidden(root: Element) -> int:
    """Take out of a tree what is hidden and shown elsewhere, or is nothing to read.

    Gives the number of characters taken out that are no blanks; what stays counts as shown.
    """
    if not any(element.hidden for element in _all(root)):
        return 0
    shown = _said([root])
    removed = _settle(root, shown, bool(shown.whole))
    if shown.whole:
        return removed
    for element in _all(root):  # a page of nothing but small hidden things: better those than none
        element.hidden = False
    return 0


def _settle(element: Element, shown: _Said, is_any: bool) -> int:
    """Decide on hidden children: group by group, in the order in which they stand.

    Where nothing is shown at all (`is_any`), what holds nothing to read stays marked.
    """
    removed = 0
    gone: set[int] = set()
    for group in _groups(element):
        if not group[0].hidden:
            removed += _settle(group[0], shown, is_any)
            continue
        said = _said(group)
        if _is_read(group[0].tag, said, shown):
            shown.add(said)
            for one in group:
                one.hidden = False
                removed += _settle(one, shown, is_any)
        elif is_any or shown.whole:
            removed += sum(_characters(one) for one in group)
            gone.update(id(one) for one in group)
    if gone:
        element.children = [child for child in element.children if id(child) not in gone]
    return removed


def _is_read(tag: str, said: _Said, shown: _Said) -> bool:
    """Whether hidden elements say something that belongs to the document and stands nowhere else."""
    if tag in _CELLS:
        return False
    if not said.rows and not _is_prose(said) and not (said.numbered and _REPORT.search(said.whole)):
        return False
    if _share(said.numbers, shown.numbers) >= _SHOWN_WITH_NUMBERS:
        return False
    if said.reports - shown.reports and said.periods:
        return True
    return _share(said.words, shown.words) < _SHOWN


def _is_prose(said: _Said) -> bool:
    """Whether it reads like a report's prose, and not like a menu, a dialog or a mark."""
    if sum(map(len, _LETTERS.findall(said.whole))) < _LEAST_LETTERS or said.linked > _LINKED_SHARE:
        return False
    return bool(_SENTENCE.search(said.whole) and _REPORT.search(said.whole))


def _share(words: set[str], shown: set[str]) -> float:
    return len(words & shown) / len(words) if words else 0.0


def _groups(element: Element) -> Iterator[list[Element]]:
    """Children, hidden ones of one kind that follow each other together where they fold so."""
    group: list[Element] = []
    for child in element.elements():
        joins = group and child.hidden and child.tag == group[0].tag and child.tag in _TOGETHER
        if group and not joins:
            yield group
            group = []
        group.append(child)
        if not child.hidden:
            yield group
            group = []
    if group:
        yield group


def _said(elements: list[Element]) -> _Said:
    """What elements say themselves, without what is hidden inside them."""
    parts: list[str] = []
    titles: set[str] = set()
    linked = rows = numbered = 0
    stack: list[tuple[Element | str, bool]] = [(one, False) for one in reversed(elements)]
    while stack:
        item, in_link = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            linked += len(item.strip()) if in_link else 0
            title = "".join(item.split())
            if not in_link and len(item) <= _LONGEST_TITLE and _TITLE.search(item):
                titles.add(title)
            continue
        if item.tag == "tr":
            texts = [_text(cell) for cell in item.elements() if cell.tag in _CELLS]
            has_number = any(_NUMBER.fullmatch(text) for text in texts)
            numbered += int(has_number)
            rows += int(has_number and any(_WORD.search(text) for text in texts))
        parts.append("\n" if item.tag in BLOCKS else "")
        in_link = in_link or item.tag == "a"
        kept = [c for c in item.children if isinstance(c, str) or not c.hidden]
        stack.extend((child, in_link) for child in reversed(kept))
    whole = "".join(parts)
    length = len("".join(whole.split()))
    return _Said(
        whole if length else "", frozenset(titles), linked / max(length, 1), rows, numbered
    )


def _text(element: Element) -> str:
    return "".join(
        child for one in _all(element) for child in one.children if isinstance(child, str)
    )


def _grams(words: re.Pattern[str], text: str) -> set[str]:
    joined = "".join(words.findall(text[:_MOST_LOOKED_AT]))
    return {joined[at : at + _GRAM] for at in range(max(1, len(joined) - _GRAM + 1)) if joined}


def _characters(element: Element) -> int:
    return len("".join(_text(element).split()))


def _all(root: Element) -> Iterator[Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(element.elements())
