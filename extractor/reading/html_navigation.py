"""Which elements of a page are navigation: lists of links around the article, headers, footers.

Only what is certainly no report text is left out; the rest is cleaning's business.
"""

import re
from dataclasses import dataclass

from extractor.reading.html_tree import Element

_NAVIGATION_TAGS = frozenset({"nav", "footer", "aside"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|topnav|breadcrumb|crumbs?|footer|foot|copyright|toolbar|tools|"
    r"share|bdsharebuttonbox|sidebar|sidenav|leftnav|position|dqwz|weizhi|friendlink|links)(?:$|[\s_\d-])",
    re.I,
)
# Part of an element's characters that stand in links. Articles stay under a tenth, menus reach
# nine tenths; a list of attachments under an article lies between, and is short.
_LINKED_SHARE = 0.7
_LINKED_SHARE_NAMED = 0.4
_FEWEST_LINKS = 4
# An element of so many unlinked characters holds text, whatever it is called.
_MOST_UNLINKED = 200
# What a menu never says and a report does.
REPORT = re.compile(
    r"统计期限|統計期限|本年度?报告|本年度?報告|[一二三四五六]、\s*(?:总体|總體|主动|主動|收到)|第二十条|第二十條"
)


@dataclass(slots=True)
class _Measure:
    characters: int = 0
    linked: int = 0
    links: int = 0
    tables: int = 0
    reports: bool = False


def drop_navigation(root: Element) -> int:
    """Remove navigation from the tree; gives the number of non-blank characters removed."""
    measures: dict[int, _Measure] = {}
    whole = _measure(root, measures, False)
    # A page that is nothing but links keeps them: better an index page seen than an empty one.
    if whole.characters and whole.linked / whole.characters > 0.9:
        return 0
    return _prune(root, measures)


def _measure(element: Element, measures: dict[int, _Measure], in_link: bool) -> _Measure:
    in_link = in_link or element.tag == "a"
    total = _Measure(links=int(element.tag == "a"), tables=int(element.tag == "table"))
    for child in element.children:
        if isinstance(child, str):
            length = len("".join(child.split()))
            total.characters += length
            total.linked += length if in_link else 0
            total.reports = total.reports or bool(REPORT.search(child))
            continue
        part = _measure(child, measures, in_link)
        total.characters += part.characters
        total.linked += part.linked
        total.links += part.links
        total.tables += part.tables
        total.reports = total.reports or part.reports
    measures[id(element)] = total
    return total


def _prune(element: Element, measures: dict[int, _Measure]) -> int:
    removed = 0
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            measure = measures[id(child)]
            if _is_navigation(child, measure):
                removed += measure.characters
                kept.append("\n")
                continue
            removed += _prune(child, measures)
        kept.append(child)
    element.children = kept
    return removed


def _is_navigation(element: Element, measure: _Measure) -> bool:
    if element.tag in ("a", "td", "th", "tr", "tbody", "body") or not measure.characters:
        return False
    unlinked = measure.characters - measure.linked
    if measure.reports or measure.tables or unlinked > _MOST_UNLINKED:
        return False
    share = measure.linked / measure.characters
    called = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
    if element.tag in _NAVIGATION_TAGS or element.attributes.get("role") == "navigation":
        return True
    if _NAMED.search(called):
        return share >= _LINKED_SHARE_NAMED or (
            measure.links == 0 and unlinked <= _MOST_UNLINKED // 2
        )
    return measure.links >= _FEWEST_LINKS and share >= _LINKED_SHARE
