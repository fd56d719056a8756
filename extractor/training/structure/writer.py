"""Writes reports and near misses with exact places of headings, from the data files here."""

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from extractor.forms import load_form

DATA = Path(__file__).parent / "data"
NUMERALS = "一二三四五六七八九十"


@cache
def pieces(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@dataclass(slots=True)
class Draft:
    """Text under construction and the headings in it: (key, start, end)."""

    text: str = ""
    headings: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text += text

    def head(self, key: str, title: str, number: str = "") -> None:
        start = len(self.text)
        self.text += number + title
        self.headings.append((key, start, len(self.text)))

    def join(self, other: "Draft") -> None:
        shift = len(self.text)
        self.text += other.text
        self.headings += [(k, s + shift, e + shift) for k, s, e in other.headings]


@dataclass(frozen=True, slots=True)
class Style:
    """How one report is printed."""

    rng: random.Random
    values: dict[str, str]
    wordings: dict[str, list[str]]
    year: int
    gap: str  # between paragraphs: line break, blank line or blank
    run_in: str  # after a heading that runs into its paragraph
    top: int  # 0 一、 1 (一) 2 1. 9 none
    sub: int
    lose: float  # share of headings that lose their number
    tables: str  # bars, cells, lost

    def say(self, text: str) -> str:
        """Fills the slots of a template with fresh numbers."""
        for name, value in self.values.items():
            text = text.replace("{" + name + "}", value)
        while "{n}" in text:
            text = text.replace("{n}", str(self.rng.choice((0, 1, 2, 3, 12, 45, 168, 2031))), 1)
        return text

    def title(self, key: str) -> str:
        text = self.rng.choice(self.wordings[key])
        if self.rng.random() < 0.06:
            text = text.replace("政府信息公开", "政务公开")
        if self.rng.random() < 0.05:
            text = f"{self.year}年度" + text
        return text

    def number(self, style: int, value: int) -> str:
        if style == 9 or self.rng.random() < self.lose:
            return ""
        if self.rng.random() < 0.03:
            value = max(1, value + self.rng.choice((-1, 1, 2)))
        word = NUMERALS[min(value, 10) - 1]
        mark = self.rng.choice(("、", "、", "、", "、", ".", ","))
        shapes = {
            0: word + mark + ("" if self.rng.random() < 0.9 else " "),
            1: f"({word})",
            2: f"{value}" + self.rng.choice((".", "、")),
            3: f"({value})",
            4: f"{word}是",
            5: f"{word})",
            6: f"第{word},",
        }
        return shapes[style]

    def prose(self, most: int = 4) -> str:
        lines = pieces("prose")["general"]
        return "".join(self.say(self.rng.choice(lines)) for _ in range(self.rng.randint(1, most)))


def facts_for(rng: random.Random, year: int | None = None) -> dict[str, str]:
    """Values for the slots of templates."""
    prose = pieces("prose")
    year = year or rng.randint(2008, 2025)
    place = rng.choice(prose["places"])
    return {
        "a": place + rng.choice(prose["bodies"]),
        "place": place,
        "o": rng.choice(prose["organs"]),
        "y": str(year),
        "p": str(year - 1),
        "s": str(year + 1),
        "d": str(rng.randint(2, 31)),
        "q": rng.choice("一二三四"),
    }


@cache
def _rows(table: int) -> tuple[tuple[str, str], ...]:
    seen = dict.fromkeys(
        (f.group or "", f.row or "") for f in load_form("2021") if f.table == table
    )
    return tuple(seen)


def table(style: Style, number: int) -> str:
    """A statutory table in a layout; only its place and labels matter here."""
    if style.tables == "lost":
        return ""
    rng, lines, group_before = style.rng, list[str](), ""
    bars = style.tables == "bars"
    for group, row in _rows(number):
        cells = [str(rng.choice((0, 0, 0, 1, 7, 53))) for _ in range(3 if number == 2 else 7)]
        label = ([group] if group and group != group_before else []) + ([row] if row else [])
        group_before = group
        if number == 4:
            label = [group.split("/")[-1], "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        lines.append((" | " if bars else "\n\t").join(label + cells) + (" |" if bars else "\n"))
    caption = {
        2: "主动公开政府信息情况",
        3: "收到和处理政府信息公开申请情况",
        4: "政府信息公开行政复议、行政诉讼情况",
    }
    start = ("\t" if not bars else "") + caption[number] + "\n" if rng.random() < 0.08 else ""
    return start + "\n".join(lines).replace("（", "(").replace("）", ")") + "\n"
