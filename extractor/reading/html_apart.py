"""A page's text counted apart from its parser, so that what a parser loses is noticed."""

import html as entities
import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})(?:[^<>]{0,5000})>")
_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head|title|template)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
# Pages within a page, as attributes of it.
_WITHIN = re.compile(r"""\bsrcdoc\s*=\s*(?:"[^"]*"|'[^']*')|\bdata:text/html[^"'\s<>]*""", re.I)
_NOT_NESTING = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "option",
        "dt",
        "dd",
        "tbody",
        "thead",
        "tfoot",
    ]
)


def depth(markup: str) -> int:
    """How deep tags nest at most, counted without a parser."""
    deep = deepest = 0
    for match in _TAG.finditer(markup):
        name = match.group(2).lower()
        if name in _NOT_NESTING:
            continue
        deep = max(0, deep - 1) if match.group(1) else deep + 1
        deepest = max(deepest, deep)
    return deepest


def stripped(markup: str) -> str:
    """The text of a page without a parser: tags, comments, scripts taken out."""
    bare = _WITHIN.sub("", _COMMENT.sub("", markup))
    return entities.unescape(re.sub(r"<[^<>]{0,5000}>", "\n", bare))


def count(text: str) -> int:
    """How many characters are no blanks."""
    return len("".join(text.split()))
