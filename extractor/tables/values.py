"""What a table cell says: a number, a mark for "nothing", or something that is no count."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

UNITS = frozenset(
    {"件", "条", "次", "篇", "个", "人", "人次", "万元", "项", "元"}
)  # in cells of their own
MAX_DIGITS = 12  # a longer run of digits is no count; a mangled row of zeros looks like this

# Spelled out, as \d takes the digits of every script.
_NUMBER = re.compile(
    r"(?P<sign>[+\-−–↑↓]|—(?=[0-9])|新?增加?|减少?|) ?(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?P<fraction>\.[0-9]{1,6})?"
    r" ?(?P<open>\()?(?P<unit>万元|万|千元|亿元|元|人次|件次|余件|件|条|项|个|次|篇|份|宗|起|人|部|期)?(?(open)(?<!\()\))"
)
_MARKS = frozenset(
    {
        "/",
        "-",
        "—",
        "——",
        "———",
        "--",
        "---",
        "–",
        "−",
        "―",
        "无",
        "／",
        "\\",
        "*",
        "／／",
        "//",
        "无无",
        "空",
        "一一",
    }
)
# What programs write where a cell holds nothing.
NOTHING = frozenset(
    {"nan", "NaN", "NAN", "None", "none", "null", "NULL", "N/A", "n/a", "#N/A", "<NA>", "NaT"}
)
# A change of nothing, in words.
_UNCHANGED = re.compile(
    r"(?:与?上年)?(?:无|没有|未)(?:增减|变化|变动|增加|变)|(?:与?上年)?(?:不变|持平)"
)
_FEWER = frozenset({"-", "−", "–", "—", "↓", "减", "减少"})
_LEAD = re.compile(r"^(?:\?\s{0,3}|[.·。,、]\s{1,3})(?=[\d+\-])")  # a blank that lost its encoding


class ValueKind(StrEnum):
    NUMBER = "number"
    MARK = "mark"  # `/`, `—`, 无: the cell says that there is nothing to say
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Value:
    """The content of one value cell. `number` is None for marks and empty cells."""

    kind: ValueKind
    number: int | float | None
    unit: str | None = None
    odd: bool = False  # a sign, a fraction or leading zeros: not what a count looks like


@lru_cache(maxsize=1 << 13)
def _short_value(text: str) -> Value | None:
    if text in _MARKS:
        return Value(ValueKind.MARK, None)
    if _UNCHANGED.fullmatch(text):
        return Value(ValueKind.NUMBER, 0, None, odd=True)
    match = _NUMBER.fullmatch(_LEAD.sub("", text))
    return None if match is None else _number(match)


def parse_value(text: str) -> Value | None:
    """Read the stripped text of a cell; None where it is no value at all."""
    if not text:
        return Value(ValueKind.EMPTY, None)
    if len(text) > 2 * MAX_DIGITS:
        return None
    return _short_value(text)


def _number(match: re.Match[str]) -> Value:
    digits = match["digits"].replace(",", "")
    negative = match["sign"] in _FEWER
    number: int | float = int(digits)
    if match["fraction"]:
        number = float(digits + match["fraction"])
        if number == int(number):
            number = int(number)
    if negative:
        number = -number
    # Programs write the counts of a column with a gap as 426.0.
    part = match["fraction"] not in (None, ".0")
    odd = bool(match["sign"]) or part or (len(digits) > 1 and digits[0] == "0")
    return Value(ValueKind.NUMBER, number, match["unit"], odd)


# Factors between the unit that is printed and the unit of the form's field.
_FACTORS = {
    ("元", "万元"): 1e-4,
    ("千元", "万元"): 1e-1,
    ("亿元", "万元"): 1e4,
    ("万元", "元"): 1e4,
    ("万", "件"): 1e4,
    ("万", "条"): 1e4,
}


def in_unit(value: Value, unit: str) -> int | float | None:
    """The number in the field's unit; 元, 千元 and 亿元 become 万元, a unit that says no more is dropped."""
    if value.number is None or value.unit is None:
        return value.number
    factor = _FACTORS.get((value.unit, unit))
    if factor is None:
        return value.number
    scaled = round(value.number * factor, 6)
    return int(scaled) if scaled == int(scaled) else scaled
