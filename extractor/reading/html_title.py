"""The title of a report that only the head of its page says: `<title>`, or the article's in `<meta>`.

The text shows it where the body has no title of its own; else the name of who reports is lost.
"""

import html as entities
import re

from extractor.reading.html_tree import Element

_HEAD = 20_000  # characters in which a page's head ends
_LONGEST = 80  # characters of a title
_SAID = (
    re.compile(
        r"<meta\s[^<>]{0,80}?name\s*=\s*[\"']?ArticleTitle[\"']?[^<>]{0,80}?content\s*=\s*[\"']([^\"'<>]{1,300})[\"']",
        re.I,
    ),
    re.compile(r"<title\b[^<>]{0,200}>([^<>]{1,300})</title", re.I),
)
# A site's or a channel's name stands behind the title.
_APART = re.compile(r"\s*[_|\-—–>»]\s*")
_REPORT = re.compile(
    r"20\d\d\s?年.{0,40}公开.{0,12}(?:报告|年报)(?:[(（].{0,12}[)）])?$|公开.{0,12}(?:报告|年报)[(（]20\d\d年?度?[)）]$"
)
_BODY_TITLE = re.compile(r"公开[^。,，;；]{0,12}(?:报告|年报)(?:[(（].{0,12}[)）])?$")


def title_of_head(markup: str) -> str | None:
    """The title of an annual report that a page's head names."""
    head = markup[:_HEAD]
    for pattern in _SAID:
        for match in pattern.finditer(head):
            for part in _APART.split(entities.unescape(match[1])):
                title = " ".join(part.split())
                if len(title) <= _LONGEST and _REPORT.search(title):
                    return title
    return None


def with_title(root: Element, markup: str) -> None:
    """Put the head's title in front where no line of the body is the title of a report."""
    title = title_of_head(markup)
    lines = [] if title is None else [line for line in _texts(root) if line.strip()]
    # A page without text (a script fetches it) stays empty: a title is no report.
    if title is None or not lines or any(map(_is_title, lines)):
        return
    root.children.insert(0, Element("p", {}, [title]))


def _is_title(line: str) -> bool:
    bare = "".join(line.split())
    return (
        2 * _LONGEST > len(bare) > len("政府信息公开工作年度报告")
        and _BODY_TITLE.search(bare) is not None
    )


def _texts(root: Element) -> list[str]:
    """The text of each element that holds text, its inline children's with it."""
    found: list[str] = []
    stack = [root]
    while stack:
        one = stack.pop()
        inner = one.elements()
        stack.extend(inner)
        if inner and any(child.elements() for child in inner):
            continue  # a paragraph's marks are one deep
        found.append("".join(c if isinstance(c, str) else _own(c) for c in one.children))
    return found


def _own(element: Element) -> str:
    return "".join(child for child in element.children if isinstance(child, str))
