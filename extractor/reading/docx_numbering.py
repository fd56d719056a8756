"""The numbers that Word generates: `（一）`, `1.`, `第三条` from numbering.xml and styles.xml."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_CHINESE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, its text with `%1` for numbers, where it starts."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts paragraphs of lists in document order."""

    levels: dict[str, dict[int, Level]]  # by number id
    abstract: dict[str, str]  # number id -> the list that it continues
    styles: dict[str, tuple[str, int]]  # style id -> (number id, level)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, properties: Element | None) -> str:
        """The label of the next paragraph with these properties; empty for none."""
        number, level = self._place(properties)
        if number is None or level not in self.levels.get(number, {}):
            return ""
        abstract = self.abstract.get(number, number)
        own = self.levels[number]
        key = (abstract, level)
        self.counts[key] = self.counts.get(key, own[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            self.counts.pop((abstract, deeper), None)
        text = own[level].text
        for i in range(level, -1, -1):
            if f"%{i + 1}" in text and i in own:
                count = self.counts.setdefault((abstract, i), own[i].start)
                text = text.replace(f"%{i + 1}", formatted(count, own[i].format))
        blank = (
            " " if text and (text[-1].isalnum() or text[-1] == ".") and text[-1].isascii() else ""
        )
        return text + blank

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        if properties is None:
            return None, 0
        style = properties.find(f"{W}pStyle")
        number, level = (
            self.styles.get(_value(style), (None, 0)) if style is not None else (None, 0)
        )
        own = properties.find(f"{W}numPr")
        if own is not None:
            number_element, level_element = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            number = _value(number_element) if number_element is not None else number
            level = _integer(_value(level_element), 0) if level_element is not None else level
        return (None if number == "0" else number), level


def numbering(lists: Element | None, styles: Element | None) -> Numbering:
    """The numbering of a document from its two parts, either of which may lack."""
    abstracts: dict[str, dict[int, Level]] = {}
    levels: dict[str, dict[int, Level]] = {}
    continued: dict[str, str] = {}
    for element in [] if lists is None else lists.findall(f"{W}abstractNum"):
        abstracts[element.get(f"{W}abstractNumId", "")] = _levels(element)
    for element in [] if lists is None else lists.findall(f"{W}num"):
        id, abstract = element.get(f"{W}numId", ""), _value(element.find(f"{W}abstractNumId"))
        levels[id] = dict(abstracts.get(abstract, {}))
        continued[id] = abstract
        for override in element.findall(f"{W}lvlOverride"):
            number = _integer(override.get(f"{W}ilvl", ""), 0)
            start = override.find(f"{W}startOverride")
            if start is not None and number in levels[id]:
                old = levels[id][number]
                levels[id][number] = Level(old.format, old.text, _integer(_value(start), old.start))
                continued[id] = f"{abstract}/{id}"  # a list of its own from here
    return Numbering(levels, continued, _styles(styles))


def _levels(abstract: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in abstract.findall(f"{W}lvl"):
        kind = _value(element.find(f"{W}numFmt")) or "decimal"
        text = _value(element.find(f"{W}lvlText"))
        if kind in ("bullet", "none"):
            # A bullet says nothing, and its character is often a private one of a symbol font.
            text = ""
        start = _integer(_value(element.find(f"{W}start")), 1)
        found[_integer(element.get(f"{W}ilvl", ""), 0)] = Level(kind, text, start)
    return found


def _styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    """Styles that number their paragraphs, with what they inherit."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in [] if styles is None else styles.findall(f"{W}style"):
        id = style.get(f"{W}styleId", "")
        parents[id] = _value(style.find(f"{W}basedOn"))
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            level = _value(style.find(f"{W}pPr/{W}numPr/{W}ilvl"))
            own[id] = (_value(number), _integer(level, 0))
    found = dict(own)
    for id in parents:
        at, steps = id, 0
        while at not in own and at in parents and steps < 20:
            at, steps = parents[at], steps + 1
        if at in own:
            found[id] = own[at]
    return found


def formatted(number: int, kind: str) -> str:
    """A list number in one of Word's number formats; decimal for those not known."""
    if not 0 < number < 10_000:
        return str(number)
    return _FORMATS.get(kind, str)(number)


def _chinese(number: int, digits: str = _CHINESE) -> str:
    if number < 10:
        return digits[number]
    units = ("", "十", "百", "千") if digits is _CHINESE else ("", "拾", "佰", "仟")
    result, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            result += (digits[0] if zero and result else "") + digits[digit] + units[place]
        zero = not digit
    return result[1:] if number < 20 and digits is _CHINESE else result


def _roman(number: int) -> str:
    result = ""
    for value, letters in _ROMAN:
        result += letters * (number // value)
        number %= value
    return result


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda n: "".join(_CHINESE[int(d)] for d in str(n)),
    "chineseLegalSimplified": lambda n: _chinese(n, _LEGAL),
    "ideographTraditional": lambda n: _STEMS[n - 1] if n <= 10 else str(n),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda n: f"{n:02}",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerLetter": _letter,
}


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _integer(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
