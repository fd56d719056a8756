"""What form controls show: old sites print their tables as forms with the values filled in."""

import re

from selectolax.lexbor import LexborNode

CONTROLS = frozenset({"input", "select", "textarea"})
# Kinds of input that show no text of the document; an unknown kind is a field of text to browsers.
_SILENT_KINDS = frozenset(
    [
        "button",
        "checkbox",
        "color",
        "file",
        "hidden",
        "image",
        "password",
        "radio",
        "range",
        "reset",
        "search",
        "submit",
    ]
)
# A text area that holds markup is a script's store, not something to read.
_MARKUP = re.compile(r"</?[a-zA-Z!]|&lt;/?[a-zA-Z]")


# Outside of cells only figures are taken: a box to search in shows words that are no report's.
_FIGURES = re.compile(r"\s*[0-9][0-9.,]*\s*")
_LEAST_TEXT = 200  # characters in a box that are no note to fill in, but what the page says
_LEAST_ROWS, _LEAST_CELLS = 2, 3  # of a table in such a box, its cells parted by tabs
_MOST_AROUND = 6  # elements around a control in its cell


def shown_in(control: LexborNode) -> str:
    """The text that a control shows."""
    shown = _written(control)
    told = _FIGURES.fullmatch(shown) or _is_in_cell(control) or holds_text(control)
    return shown if told else ""


def holds_text(control: LexborNode) -> bool:
    """Whether a control is a box that holds a text of the page, or a table of it, line by line."""
    if control.tag != "textarea" or _is_in_cell(control):
        return False
    text = _written(control).strip()
    rows = sum(line.count("\t") >= _LEAST_CELLS - 1 for line in text.splitlines())
    return len(text) >= _LEAST_TEXT or rows >= _LEAST_ROWS


def _written(control: LexborNode) -> str:
    """What is written in a control; an option counts where the page itself selects it."""
    if control.tag == "input":
        kind = (control.attributes.get("type") or "text").strip().lower()
        return "" if kind in _SILENT_KINDS else control.attributes.get("value") or ""
    if control.tag == "textarea":
        text = control.text()
        return "" if _MARKUP.search(text) else text
    selected = (o.text() for o in control.css("option") if "selected" in o.attributes)
    return " ".join(selected)


def _is_in_cell(control: LexborNode) -> bool:
    around = control.parent
    for _ in range(_MOST_AROUND):
        if around is None or around.tag in ("td", "th"):
            break
        around = around.parent
    return around is not None and around.tag in ("td", "th")
