"""What a page shows around its article: menus, buttons, counters, breadcrumbs, footers, tags.

Dropped, with the line break kept, so that the place of every other line stays. Tags in the text
leave what they mean: a bar where a cell ends, a line end where a row, a paragraph or a line does.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.types import CleaningKind

# The longest line that a page's furniture fills; longer ones are text.
_LONGEST = 160
# A menu spread over lines, one word a line.
_MENU_LINES = 4
# How many lines, empty ones among them, a cell is from the next.
_NEAR = 2
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_SIZES = ("大", "中", "小")
_SEPARATORS = re.compile(r"[ \t|>/·,、]+")
_TAG_NAME = re.compile(r"<(/?)([a-z][a-z0-9:]*)")


# The same marks in brackets, as forums write tables.
_IN_BRACKETS = re.compile(
    r"(?:\[/?(?:table|tbody|tr|td|th)(?:=[0-9a-z%,#]{1,20})?\][ \t\r\n]{0,9}){1,40}", re.IGNORECASE
)
_CELL_IN_BRACKETS = re.compile(r"\[/t[dh]\]", re.IGNORECASE)
_LEAST_CELLS = 8  # written so, before brackets are tags


def furniture(draft: Draft) -> Draft:
    """Drop furniture, marked."""
    draft = draft.edited(list(_forum_tags(draft.text)))
    draft = draft.edited([*_tags(draft.text), *_inline(draft.text)])
    lines = list(_lines(draft.text))
    dropped = {
        i
        for i, (_, line) in enumerate(lines)
        if line and _is_furniture(line) and not _is_cell(lines, i)
    }
    dropped |= _menu_runs(lines) | _size_runs(lines)
    edits = [
        Edit(lines[i][0], lines[i][0] + len(lines[i][1]), "", CleaningKind.FURNITURE)
        for i in sorted(dropped)
    ]
    return draft.edited(edits)


def _tags(text: str) -> Iterator[Edit]:
    if "<" not in text:
        return
    for run in _tag_pattern().finditer(text):
        names = _TAG_NAME.findall(run[0].lower())
        cells = sum(end != "" and name in _set("tags_of_cells") for end, name in names)
        breaks = any(
            name in _set("tags_of_breaks") or (end != "" and name in _set("tags_of_lines"))
            for end, name in names
        )
        row = any(end != "" and name in _set("tags_of_rows") for end, name in names)
        shown = "|" * cells + ("\n" if row or (breaks and not cells) else "")
        yield Edit(run.start(), run.end(), shown, CleaningKind.FURNITURE)


def _forum_tags(text: str) -> Iterator[Edit]:
    if "[/" not in text or len(_CELL_IN_BRACKETS.findall(text)) < _LEAST_CELLS:
        return
    for run in _IN_BRACKETS.finditer(text):
        ends = run[0].lower()
        row = "tr]" in ends or "[table" in ends or ends.endswith("\n")
        new = row and not text.startswith("\n", run.start() - 1)
        shown = "|" * len(_CELL_IN_BRACKETS.findall(ends)) + ("\n" if new else "")
        yield Edit(run.start(), run.end(), shown, CleaningKind.FURNITURE)


def _inline(text: str) -> Iterator[Edit]:
    for pattern in _patterns("inline"):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end(), "", CleaningKind.FURNITURE)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The offset and text of every line's stripped content; empty where nothing fits."""
    at = 0
    for line in text.split("\n"):
        content = line.strip(" \t|") if len(line) <= 2 * _LONGEST else ""
        yield at + line.find(content), content if len(content) <= _LONGEST else ""
        at += len(line) + 1


def _is_cell(lines: list[tuple[int, str]], at: int) -> bool:
    """Whether a line stands between numbers, one a line, as the label of a row does: 纠错 is a
    button of many pages, and names a row, too. Its unit may stand behind it."""
    before = next((line for _, line in reversed(lines[max(0, at - _NEAR) : at]) if line), "")
    if not _NUMBER.fullmatch(before):
        return False
    behind = [line for _, line in lines[at + 1 : at + 1 + 2 * _NEAR] if line][:2]
    if len(behind) == 2 and behind[0] in _set("units"):
        behind = behind[1:]
    return bool(behind) and _NUMBER.fullmatch(behind[0]) is not None


@lru_cache(maxsize=4096)  # table cells repeat, `0` above all
def _is_furniture(line: str) -> bool:
    if line in _set("lines"):
        return True
    if len(line) > 1 and any(pattern.fullmatch(line) for pattern in _patterns("patterns")):
        return True
    parts = [part for part in _SEPARATORS.split(line) if part]
    return (
        len(parts) > 1
        and all(part in _set("menu") for part in parts)
        and any(part in _set("menu_certain") for part in parts)
    )


def _menu_runs(lines: list[tuple[int, str]]) -> set[int]:
    """Lines of one menu word each, several in a row, one of them certain."""
    found: set[int] = set()
    run: list[int] = []
    for i, (_, line) in enumerate([*lines, (0, "-")]):
        if not line:
            continue
        if line in _set("menu"):
            run.append(i)
            continue
        if len(run) >= _MENU_LINES and any(lines[j][1] in _set("menu_certain") for j in run):
            found.update(run)
        run = []
    return found


def _size_runs(lines: list[tuple[int, str]]) -> set[int]:
    """大, 中, 小, one a line."""
    filled = [i for i, (_, line) in enumerate(lines) if line]
    found: set[int] = set()
    for i in range(len(filled) - 2):
        three = filled[i : i + 3]
        if tuple(lines[j][1] for j in three) in (_SIZES, _SIZES[::-1]):
            found.update(three)
    return found


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(words("furniture", key))


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("furniture", key))


@cache
def _tag_pattern() -> re.Pattern[str]:
    """A run of tags with nothing but blanks between them."""
    names = "|".join(map(re.escape, sorted(words("furniture", "tags"), key=len, reverse=True)))
    tag = rf"</?(?:{names})(?:[ /][^<>\n]{{0,200}})?>"
    return re.compile(rf"{tag}(?:[ \t\n]{{0,40}}{tag})*", re.I)
