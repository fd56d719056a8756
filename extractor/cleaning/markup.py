"""What other formats left in a plain text: character references of html, escapes of JSON.

`&nbsp;` is a blank, and where a text writes its line ends as backslash and n, again and again,
its lines end there. A text that is quoted as a whole (`> ` before its lines) loses the marks, and so do headings (`## `) and
what is printed bold (`**`).
"""

import re
from html.entities import html5

from extractor.cleaning.draft import Draft, Edit
from extractor.types import CleaningKind

LEAST_ESCAPES = 4  # line ends written out, before a text is taken to be one that escapes them
LEAST_QUOTED, QUOTED_SHARE = 8, 0.6  # lines with the mark, of all lines, in a text that is quoted
HIGHEST = 0x10FFFF

_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[a-zA-Z]{2,8}));"
)
_LINE_END = re.compile(r"\\r\\n|\\n|\\r")
_ESCAPE = re.compile(r"\\(?:r\\n|(?P<letter>[nrt\"/|])|u(?P<code>[0-9a-fA-F]{4}))")
_QUOTE = re.compile(r"^>[> ]{0,4}", re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=[*(（【\[\w])", re.M)
# Two stars may stand for a word as well: the bold piece begins and ends its line, cell or clause.
_BOLD = re.compile(
    r"(?:^|(?<=[|#\s]))\*\*(?=[^*\s])(?P<bold>[^*\n]{1,120})(?<=[^*\s])\*\*(?!\*)"
    r"(?:(?<=[。:：]\*\*)|(?=[ \t]*(?:$|[|。:：,，;；])))",
    re.M,
)
LEAST_HEADINGS = 2
_LETTERS = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "/": "/", "|": "|"}
_SURROGATES = range(0xD800, 0xE000)


def markup(draft: Draft) -> Draft:
    """Show the characters that references and escapes stand for."""
    return _headings(_quotes(_escapes(_references(draft))))


def _references(draft: Draft) -> Draft:
    if "&" not in draft.text:
        return draft
    edits = []
    for match in _REFERENCE.finditer(draft.text):
        shown = _referred(match)
        if shown is not None:
            edits.append(Edit(match.start(), match.end(), shown, CleaningKind.FURNITURE))
    return draft.edited(edits)


def _referred(match: re.Match[str]) -> str | None:
    """The one character that a reference names, None for none and for what no text may hold."""
    if match["name"]:
        shown = html5.get(f"{match['name']};", "")
        return shown if len(shown) == 1 else None
    return _character(int(match["decimal"]) if match["decimal"] else int(match["hex"], 16))


def _character(code: int) -> str | None:
    if code > HIGHEST or code in _SURROGATES or (code < ord(" ") and chr(code) not in "\t\n"):
        return None
    return chr(code)


def _escapes(draft: Draft) -> Draft:
    ends = sum(1 for _ in _LINE_END.finditer(draft.text)) if "\\" in draft.text else 0
    bars = draft.text.count("\\|")
    if max(ends, bars, draft.text.count("\\u3000")) < LEAST_ESCAPES:
        return draft
    edits = []
    for match in _ESCAPE.finditer(draft.text):
        code = match["code"]
        shown = _character(int(code, 16)) if code else _LETTERS[match["letter"] or "n"]
        if shown is not None:
            edits.append(Edit(match.start(), match.end(), shown, CleaningKind.FURNITURE))
    return draft.edited(edits)


def _quotes(draft: Draft) -> Draft:
    marks = list(_QUOTE.finditer(draft.text)) if ">" in draft.text else []
    if len(marks) < max(LEAST_QUOTED, QUOTED_SHARE * (draft.text.count("\n") + 1)):
        return draft
    return draft.edited([Edit(m.start(), m.end(), "", None) for m in marks])


def _headings(draft: Draft) -> Draft:
    marks = list(_HEADING.finditer(draft.text)) if "#" in draft.text else []
    found = marks if len(marks) >= LEAST_HEADINGS else []
    edits = [Edit(m.start(), m.end(), "", None) for m in found]
    for match in _BOLD.finditer(draft.text) if "**" in draft.text else ():
        start, end = match.span("bold")
        edits += [Edit(start - 2, start, "", None), Edit(end, end + 2, "", None)]
    return draft.edited(edits)
