"""A light tree of a page's elements, whatever its markup does.

What shows nothing is left out; what is only hidden is marked, see `html_hidden`. Nesting beyond a depth is flattened into the last element allowed, so that the steps that follow
may recurse; no text is lost by it.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.html_apart import count, depth, stripped
from extractor.reading.html_controls import CONTROLS, holds_text, shown_in
from extractor.reading.html_frames import FRAME, FRAMES, held_in, points_elsewhere
from extractor.reading.html_styles import Sheet, sheet_of
from extractor.reading.limits import MAX_HTML_DEPTH, MAX_HTML_NODES, MAX_PARSED_DEPTH

# Elements that show nothing, or nothing of the article.
_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "option",
        "datalist",
        "button",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "area",
        "dialog",
        "progress",
        "meter",
        "-comment",
        "-doctype",
    ]
)
_RUBY = frozenset({"rt", "rp", "rtc"})
# Of those, what the count of characters without a parser leaves out too.
_UNCOUNTED = frozenset({"script", "style", "template", "head", "title", "-comment", "-doctype"})
_WRITERS = frozenset({*FRAMES, "script"})
_MOST_FRAMES = 50  # pages within one page
# Inline elements, by what they look like: struck out, raised or lowered.
STRUCK, RAISED, LOWERED = "del", "sup", "sub"
_LOOKS = {"s": STRUCK, "strike": STRUCK}
_STYLED = frozenset({"span", "font", "a", "b", "i", "u", "em", "strong", "small", "label"})
_STYLES = (
    (STRUCK, re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through", re.I)),
    (RAISED, re.compile(r"vertical-align\s*:\s*super\b", re.I)),
    (LOWERED, re.compile(r"vertical-align\s*:\s*sub\b", re.I)),
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "center",
        "table",
        "caption",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "hr",
        "details",
        "summary",
        "body",
        "html",
    ]
)
KEPT_ATTRIBUTES = frozenset({"id", "class", "role", "colspan", "rowspan", "start", "alt", "src"})


@dataclass(slots=True)
class Element:
    """An element; `children` are elements and text, in order."""

    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)
    hidden: bool = False

    def elements(self) -> "list[Element]":
        return [child for child in self.children if isinstance(child, Element)]


@dataclass(frozen=True, slots=True)
class Tree:
    root: Element
    deepest: int
    # Non-blank characters that elements left out hold, less those that attributes show.
    hidden_characters: int
    # Non-blank characters of pages within the page, counted apart from the parser.
    framed_characters: int = 0


def tree_of(markup: str) -> Tree:
    """The elements of a page that may show something, hidden ones marked.

    Errors: `ReadingError` (too-much) for more elements than any page has.
    """
    parser = LexborHTMLParser(markup)
    root = Element("html", {})
    start = parser.body or parser.root
    if start is None:
        return Tree(root, 0, 0)
    return _walk(start, root, sheet_of(style.text() for style in parser.css("style")))


def _walk(start: LexborNode, root: Element, sheet: Sheet) -> Tree:
    """Depth first without recursion: hostile pages nest deeper than Python's stack."""
    deepest = nodes = hidden = framed = 0
    stack: list[tuple[LexborNode, Element, int]] = [(start, root, 0)]
    within: list[LexborHTMLParser] = []
    while stack:
        node, parent, level = stack.pop()
        if node.next is not None and node.mem_id != start.mem_id:
            stack.append((node.next, parent, level))
        nodes += 1
        if nodes > MAX_HTML_NODES:
            raise ReadingError(ReadingCode.TOO_MUCH, f"> {MAX_HTML_NODES} elements")
        tag = node.tag or ""
        if tag == "-text":
            parent.children.append(node.text_content or "")
            continue
        unseen = sheet.hides(node)
        if tag in _WRITERS and level < MAX_HTML_DEPTH:
            page = _held(node) if len(within) < _MOST_FRAMES else None
            if page is not None:
                within.append(page.parser)
                framed += page.characters
                element = Element("div", {}, hidden=unseen)
                parent.children.append(element)
                stack.extend((start, element, level + 1) for start in page.start)
            elif tag in FRAMES and not unseen and points_elsewhere(node):
                parent.children.append(Element(FRAME, {}))
            hidden += _length(node.text()) if tag in FRAMES else 0
            continue
        out_of_reach = tag in CONTROLS or level >= MAX_HTML_DEPTH
        if tag in _SILENT or tag in FRAMES or (unseen and out_of_reach) or _is_ruby(node, tag):
            hidden += _length(node.text()) if tag not in _UNCOUNTED else 0
            continue
        if tag in CONTROLS:
            shown = shown_in(node)
            hidden += _length(node.text()) - _length(shown)
            if shown.strip():
                box = holds_text(node)
                parent.children.append(Element("pre", {}, [shown]) if box else f" {shown} ")
            continue
        deepest = max(deepest, level)
        element = parent if level >= MAX_HTML_DEPTH else _element(node, tag)
        if element is not parent:
            element.hidden = unseen
            parent.children.append(element)
        if node.child is not None:
            stack.append((node.child, element, level + 1))
    return Tree(root, deepest, hidden, framed)


@dataclass(frozen=True, slots=True)
class _Held:
    """A page within the page; `start` has its first node, if it has any."""

    parser: LexborHTMLParser  # nodes live as long as it does
    start: list[LexborNode]
    characters: int


def _held(node: LexborNode) -> _Held | None:
    markup = held_in(node)
    if markup is None or depth(markup) > MAX_PARSED_DEPTH:
        return None
    parser = LexborHTMLParser(markup)
    first = parser.body.child if parser.body is not None else None
    return _Held(parser, [] if first is None else [first], count(stripped(markup)))


def _element(node: LexborNode, tag: str) -> Element:
    attributes = node.attributes
    kept = {k: v or "" for k, v in attributes.items() if k in KEPT_ATTRIBUTES}
    style = attributes.get("style") if tag in _STYLED else None
    styled = (look for look, sign in _STYLES if sign.search(style)) if style else iter(())
    return Element(next(styled, _LOOKS.get(tag, tag)), kept)


def _is_ruby(node: LexborNode, tag: str) -> bool:
    """Whether it is what stands above characters: how they are pronounced."""
    return tag in _RUBY and node.parent is not None and node.parent.tag in ("ruby", "rtc")


def _length(text: str) -> int:
    return sum(1 for character in text if not character.isspace())
