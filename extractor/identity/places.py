"""What a short name is in full: the place before it, the government behind it."""

import re
from collections import Counter
from collections.abc import Iterable

from extractor.identity.names import level_of, mentions
from extractor.types import Span

_STRUCK_OUT = frozenset("*＊×")
_SHORTEST = 3  # characters of a place's own name with its level: 青石乡
_LONGEST, _LONGEST_AUTONOMOUS = 5, 12  # characters of a place with its level: 呼伦贝尔市
_ABOVE = 400  # characters above a report in which a page names its publisher
_BARE = ("市", "县", "区", "旗", "州", "盟", "省", "镇", "乡", "苏木")


def official(name: str, text: str, span: Span) -> str:
    """The name of the government where the report calls itself by its place alone."""
    bare = name.removesuffix("人民政府").removesuffix("政府")
    if name == bare + "政府" and bare.endswith(_BARE) and _stands(bare, "人民政府", text, span):
        return bare + "人民政府"
    shortest = min(len(name), _SHORTEST)
    if name.endswith(_BARE) and any(
        _stands(name[at:], "人民政府", text, span) for at in range(len(name) - shortest + 1)
    ):
        return name + "人民政府"
    if name.endswith("街道") and _stands(name, "办事处", text, span):
        return name + "办事处"
    return name


def _stands(name: str, ending: str, text: str, span: Span) -> bool:
    """Whether a name stands with its ending, in the report or in the lines above it: also where
    the line ends between them, or the level is printed twice (青石镇镇人民政府)."""
    start = max(0, span.start - _ABOVE)
    gaps = ("", "\n", name[-1])
    return any(text.find(name + gap + ending, start, span.end) >= 0 for gap in gaps)


def masked(text: str, spans: Iterable[Span]) -> bool:
    """Whether the place in front of a name was struck out (**市监察局)."""
    return any(text[max(0, at.start - 1) : at.start] in _STRUCK_OUT for at in spans)


_SITE = re.compile(
    r"[“\"\s]([\u4e00-\u9fff]{2,3})(?:国际)?(?:商务|政务|政府|市政府|市政务)(?:公开)?网"
)


def find_place(text: str, span: Span, level: str) -> tuple[str | None, int]:
    """The place that a short form belongs to (聊城 for 市商务局), by how often it is named."""
    named: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for m in mentions(text, span):
        longest = _LONGEST_AUTONOMOUS if level.startswith("自治") else _LONGEST
        if level_of(m.name):
            continue  # 市城市 in 市城市管理局
        if m.name.endswith(level) and len(level) + 1 < len(m.name) <= longest and m.weak:
            named[m.name] += 2
            times[m.name] += 1
    for match in _SITE.finditer(text, span.start, span.end):
        named[match[1].rstrip(level) + level] += 1
        times[match[1].rstrip(level) + level] += 1
    place = max(named, key=named.__getitem__, default=None)
    return place, times[place] if place else 0
