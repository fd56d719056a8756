"""Where a page's text breaks off: a frame shows there what is not within the page."""

import re

from extractor.reading.html_frames import FRAME
from extractor.reading.html_tree import BLOCKS, Element

# A line that a table, or a whole part of a report, follows.
_DUE = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．].{2,40}|.{0,60}(?:情况|如下|下表|附表|统计表|年度?报告)\s*[:：]?"
)


def has_frame_for_text(root: Element) -> bool:
    """Whether a frame that points elsewhere stands where a page's text breaks off: right after the
    heading of a part or of a table."""
    line: list[str] = []
    last = ""
    stack: list[Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            line.append(item)
            continue
        if item.tag == FRAME:
            last = "".join("".join(line).split()) or last
            if _DUE.fullmatch(last):
                return True
            continue
        if item.tag in BLOCKS or item.tag in ("br", ""):
            last = "".join("".join(line).split()) or last
            line = []
        if item.tag in BLOCKS:
            stack.append(Element("", {}))  # where the block ends
        stack.extend(reversed(item.children))
    return False
