"""Reports that a page holds without showing them: in strings of scripts, in templates, in boxes.

A page whose text a script sets up shows none of it as markup. What JSON holds is the same.
"""

import html as entities
import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from extractor.reading.html_navigation import REPORT
from extractor.reading.literals import all_literals, told_by

_HOLDERS = "script, template, textarea, noscript"
_TEMPLATE = re.compile(
    r"text/(?:x-)?(?:html|template|tmpl|handlebars|ng-template)|x-template", re.I
)
_OUTER = re.compile(r"\A<template[^<>]{0,2000}>|</template\s*>\Z", re.I)
_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,10}[\s/>]", re.I)
_ESCAPED = re.compile(r"&lt;/?[a-z][a-z0-9]{0,10}(?:[\s/]|&gt;)", re.I)
_TITLE = re.compile(r"[^<>{}]{0,60}(?:19|20)\d\d\s*年[^<>{}]{0,30}[报報]告\s*")
_LEAST_TEXT = 200  # characters of a string that is a text of its own
_DEEPEST = 2  # JSON inside a string of JSON
_MOST = 5_000_000  # characters that are read so


def is_told(text: str) -> bool:
    """Whether a text says what only a report's own text does."""
    return bool(REPORT.search(text))


def held_by(markup: str) -> list[str]:
    """Markup of reports that a page holds without showing it."""
    parts: list[str] = []
    for node in LexborHTMLParser(markup).css(_HOLDERS):
        kind = node.attributes.get("type") or ""
        if node.tag == "template":
            parts.append(_OUTER.sub("", node.html or ""))
        elif node.tag == "noscript":
            parts.append(node.inner_html or "")
        elif node.tag == "textarea" or _TEMPLATE.fullmatch(kind.strip()):
            parts.append(_as_markup(node.text()))
        else:
            parts.extend(_texts(all_literals(node.text()), 0))
    return _bounded(parts)


def held_in_json(text: str) -> list[str]:
    """Markup of reports in the strings of JSON, of a list of them too."""
    return _bounded(_texts(all_literals(text), 0))


def _bounded(parts: Iterable[str]) -> list[str]:
    found: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > _MOST:
            break
        if is_told(part):
            found.append(part)
    return found


def _texts(written: Iterable[str], depth: int) -> Iterator[str]:
    """Strings that are texts of their own, as markup; a title before one stands above it."""
    title = ""
    for literal in written:
        if len(literal) < _LEAST_TEXT:
            told = told_by(literal)
            title = told.strip() if _TITLE.fullmatch(told) else title
            continue
        told = told_by(literal)
        if depth < _DEEPEST and told.lstrip().startswith(("{", "[")):
            yield from _texts(all_literals(told), depth + 1)
            continue
        markup = _as_markup(told)
        if title and is_told(told) and title not in told:
            markup = f"<h1>{entities.escape(title)}</h1>{markup}"
        yield markup


def _as_markup(text: str) -> str:
    if _MARKUP.search(text):
        return text
    if _ESCAPED.search(text):
        return entities.unescape(text)
    return f"<pre>{entities.escape(text)}</pre>"
