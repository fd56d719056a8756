"""Ways to write the numbers of a table that the corpus doesn't know, for `strange_layouts`.

A spelling changes what stands in the cells and leaves the layout as it is: numerals, figures
printed beside each number, signs. What a cell says stays what it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from extractor.training.corpus.tables import Cell, Table

ONES = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
NOTES = "①②③④⑤"


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell in place of its number, and what is printed before and behind it."""

    text: str
    lead: str = ""
    tail: str = ""


# From the number of a cell, as it is printed, and a source of chance.
Spelling = Callable[[str, Random], Written]


def respelled(table: Table, spelling: Spelling, rng: Random) -> Table:
    """A copy of the table, its whole numbers written in another way; empty cells stay so."""
    copy = Table(table.number, table.width, [row.copy() for row in table.rows])
    copy.caption, copy.flags = table.caption, set(table.flags)
    for row in copy.rows:
        for cell in row.numbers():
            if cell.text.isdecimal() and cell.text.isascii():
                _write(cell, spelling(cell.text, rng))
    return copy


def _write(cell: Cell, written: Written) -> None:
    cell.text = written.text
    if written.lead:
        cell.info["lead"] = written.lead + str(cell.info.get("lead", ""))
    if written.tail:
        cell.info["tail"] = str(cell.info.get("tail", "")) + written.tail


def numeral(number: int) -> str:
    """A number below a hundred million as it is said: 一百零五."""
    if number >= 10_000:
        low = number % 10_000
        gap = "零" if 0 < low < 1000 else ""
        return numeral(number // 10_000) + "万" + gap + (numeral(low) if low else "")
    said, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            said += ("零" if gap and said else "") + ONES[digit] + name
            gap = False
        else:
            gap = bool(said)
    said = said.removeprefix("一") if said.startswith("一十") else said
    return said or ONES[0]


def placed(zero: str) -> Spelling:
    """Digit by digit: 一〇五."""
    digits = str.maketrans("0123456789", zero + ONES[1:])
    return lambda text, rng: Written(text.translate(digits))


def zeros(sign: str) -> Spelling:
    """A word or sign for 0 alone."""
    return lambda text, rng: Written(sign if text == "0" else text)


def beside(shape: str) -> Spelling:
    """A second figure behind each number, in the place of `#`; `@` is a number near it."""

    def spelling(text: str, rng: Random) -> Written:
        near = max(0, int(text) + rng.choice((-2, -1, 0, 0, 1, 2)))
        change = f"{rng.choice((-1, 1)) * rng.randint(0, 3):+d}"
        tail = shape.replace("@", str(near)).replace("±", change)
        return Written(text, tail=tail.replace("#", str(rng.randint(1, 30))))

    return spelling


def _two(text: str, rng: Random) -> Written:
    said = numeral(int(text))
    return Written(
        "两" + said[1:] if said[:1] == "二" and said[1:2] in ("", "百", "千", "万") else said
    )


def _grouped(sign: str) -> Spelling:
    return lambda text, rng: Written(f"{int(text):,}".replace(",", sign))


def _roman(text: str, rng: Random) -> Written:
    number, said = int(text), ""
    for value, letters in ROMAN:
        said += letters * (number // value)
        number %= value
    return Written(said or "0")


SPELLINGS: dict[str, Spelling] = {
    "一百零五": lambda text, rng: Written(numeral(int(text))),
    "两百零五": _two,
    "壹佰零伍": lambda text, rng: Written(numeral(int(text)).translate(FORMAL)),
    "一〇五": placed("〇"),
    "一○五": placed("○"),
    "一零五": placed("零"),
    "zeros 零": zeros("零"),
    "zeros 〇": zeros("〇"),
    "zeros ○": zeros("○"),
    "zeros O": zeros("O"),
    "5（上年3）": beside("（上年@）"),
    "5（3）": beside("（@）"),
    "5/3": beside("/@"),
    "5 / 3": beside(" / @"),
    "5（+1）": beside("（±）"),
    "5 +1": beside(" ±"),
    "5↑1": beside("↑#"),
    "5（同比增长5%）": beside("（同比增长#%）"),
    "5（12.5%）": beside("（#.5%）"),
    "5 12.5%": beside(" #.5%"),
    "5（第2名）": beside("（第#名）"),
    "5（其中网上3）": beside("（其中网上@）"),
    "5，上年3": beside("，上年@"),
    "5①": lambda text, rng: Written(text, tail=rng.choice(NOTES)),
    "5*": lambda text, rng: Written(text, tail="*"),
    "5²": lambda text, rng: Written(text, tail=rng.choice("¹²³")),
    "5条": lambda text, rng: Written(text, tail="条"),
    "５": lambda text, rng: Written("".join(chr(ord(c) + 0xFEE0) for c in text)),
    "1 234": _grouped(" "),
    "1'234": _grouped("'"),
    "5.00": lambda text, rng: Written(text, tail=".00"),
    "约5": lambda text, rng: Written(text, lead="约"),
    "=5": lambda text, rng: Written(text, lead="="),
    # Made when reading was done, to see what becomes of what nobody thought of.
    "zeros nil": zeros("nil"),
    "zeros 0.0.": zeros("0.0."),
    "5〔3〕": beside("〔@〕"),
    "5→3": beside("→@"),
    "5家": lambda text, rng: Written(text, tail="家"),
    "5=2+3": lambda text, rng: Written(
        text, tail=f"={(half := int(text) // 2)}+{int(text) - half}"
    ),
    "5（3）[1]": beside("（@）[#]"),
    "5；去年无": lambda text, rng: Written(text, tail="；去年无"),
    "V": _roman,
}
