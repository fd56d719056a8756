"""Which elements a page hides: by their attributes, or by the style sheets that it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.I
)
_SHOWING = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none\b)[a-z]", re.I)
# Letters of no size. Blocks have it too, against gaps between what they hold in a size of its own.
_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:", re.I)
_NO_SIZE = re.compile(
    r"(?:^|;)\s*font-size\s*:\s*0(?:\.0*)?\s*(?:px|pt|r?em|%)?\s*(?:!|;|\Z)", re.I
)
_INLINE = frozenset({"span", "font", "a", "b", "i", "u", "em", "strong", "small", "label", "sup"})

_MOST_CSS = 300_000  # characters of style sheets that are looked at
_COMMENT = re.compile(r"/\*.{0,5000}?\*/", re.S)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
# Rules of one kind of screen or of paper, one level of braces inside; what else begins with @.
_GROUPED = re.compile(r"@[^{};]{1,500}\{(?:[^{}]{0,5000}\{[^{}]{0,5000}\}){0,2000}[^{}]{0,5000}\}")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)\Z", re.I)
_PART = re.compile(r"([.#])([\w-]+)")


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    id: str
    classes: frozenset[str]
    hides: bool
    weight: tuple[int, int, int, int]  # as style sheets weigh rules, the later one last

    def fits(self, tag: str, id: str, classes: frozenset[str]) -> bool:
        return self.tag in ("", tag) and self.id in ("", id) and self.classes <= classes


@dataclass(slots=True)
class Sheet:
    """What style sheets show and hide, by a class or an id that the rule names."""

    rules: dict[str, list[_Rule]] = field(default_factory=dict)

    def hides(self, node: LexborNode) -> bool:
        """Whether an element is hidden itself, wherever it stands."""
        attributes = node.attributes
        if not attributes:
            return False
        style = attributes.get("style") or ""
        if "hidden" in attributes or _HIDING.search(style):
            return True
        if style and _NO_SIZE.search(style) and _is_small(node):
            return True
        return bool(self.rules) and not _SHOWING.search(style) and self._hides(node, attributes)

    def _hides(self, node: LexborNode, attributes: dict[str, str | None]) -> bool:
        id = attributes.get("id") or ""
        classes = frozenset((attributes.get("class") or "").split())
        fitting = [
            rule
            for name in (f"#{id}", *(f".{one}" for one in classes))
            for rule in self.rules.get(name, ())
            if rule.fits(node.tag or "", id, classes)
        ]
        return bool(fitting) and max(fitting, key=lambda rule: rule.weight).hides


def sheet_of(styles: Iterable[str]) -> Sheet:
    """The rules of style sheets that say whether elements are shown.

    Hiding counts where an element's own tag, class and id decide it; showing wherever it may apply.
    """
    sheet = Sheet()
    text = "\n".join(style for style in styles if style)[:_MOST_CSS]
    plain = _GROUPED.sub("", _COMMENT.sub("", text))
    for number, match in enumerate(_RULE.finditer(plain)):
        hides = bool(_HIDING.search(match.group(2)))
        if hides or _SHOWING.search(match.group(2)):
            for selector in match.group(1).split(","):
                _add(sheet, selector.strip(), hides, number)
    return sheet


def _add(sheet: Sheet, selector: str, hides: bool, number: int) -> None:
    compound = _COMPOUND.match(selector if hides else re.split(r"[\s>+~]", selector)[-1])
    if compound is None:
        return
    parts = _PART.findall(compound.group(2))
    ids = [name for sign, name in parts if sign == "#"]
    classes = frozenset(name for sign, name in parts if sign == ".")
    tag = (compound.group(1) or "").lower()
    weight = (len(ids), len(classes), int(bool(tag)), number)
    rule = _Rule(tag, ids[0] if ids else "", classes, hides, weight)
    key = f"#{rule.id}" if ids else f".{min(classes)}"
    sheet.rules.setdefault(key, []).append(rule)


def _is_small(node: LexborNode) -> bool:
    """Whether all that an element of no size holds is of none."""
    if node.tag not in _INLINE:
        return False
    return not any(
        _SIZE.search(one.attributes.get("style") or "")
        for one in node.css("[style]")
        if one.mem_id != node.mem_id
    )
