"""What the rules look at: a candidate with the kinds of its cues, and the units."""

import re
from dataclasses import dataclass

from extractor.prose.candidates import Candidate, Cue

COUNT = frozenset(
    [
        "条",
        "件",
        "篇",
        "份",
        "个",
        "次",
        "期",
        "则",
        "项",
        "条次",
        "篇次",
        "起",
        "批",
        "部",
        "幅",
        "组",
    ]
) | {""}
CASES = frozenset(
    ["件", "条", "项", "宗", "份", "起", "件次", "次", "个", "例", "人次", "批", "封"]
) | {""}
SESSIONS = frozenset(["次", "场", "期", "场次", "个", "轮", "例", "件"])
PEOPLE = frozenset(["人", "个", "户", "人次", "次", "件"]) | {""}
CHANNELS = ("website", "wechat", "weibo", "other_media", "account")
FIELD_KEYS = frozenset(
    [
        "granted",
        "partly",
        "carried_in",
        "carried_out",
        "natural",
        "license",
        "penalty",
        "coercion",
        "admin_fee",
        "litigation_direct",
        "litigation_after",
    ]
)
_HISTORY = re.compile(
    # 十年来, and not 一年来, which is this one
    r"(?:[二两三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?|(?<!\d)(?:[2-9]|\d{2}))[多余]?年(?:多|以)?来"
    r"|(?:自|从)(20\d\d|19\d\d)年[^,，。]{0,12}(?:以来|起|至今)|(20\d\d)年[^,，。]{0,6}(?:施行|实施|开通|上线|建站)以来"
)


_BRACKETED = re.compile(r"[ \u3000]?\d{1,9}[ \u3000]?[\u4e00-\u9fff]{0,2}[ \u3000]?[)）]")


@dataclass(frozen=True, slots=True)
class Guess:
    """A key that a number may carry, with the rule's own score."""

    key: str
    score: float


def _kinds(cues: tuple[Cue, ...]) -> list[str]:
    return [c.kind for c in cues]


@dataclass(frozen=True, slots=True)
class View:
    """A candidate with what the rules ask for again and again."""

    c: Candidate
    text: str
    year: int | None
    near: tuple[str, ...]
    far: tuple[str, ...]
    head: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def around(self) -> tuple[str, ...]:
        return self.near + self.right

    @property
    def last(self) -> str:
        return self.near[-1] if self.near else ""

    def gap(self) -> str:
        """The characters between the last cue and the number."""
        start = self.c.near[-1].end if self.c.near else self.c.near_start
        return self.text[start : self.c.number.span.start]

    def left(self) -> str:
        return self.text[self.c.left_start : self.c.number.span.start]

    def has(self, *kinds: str) -> bool:
        return any(k in self.near or k in self.right for k in kinds)


def _near(text: str, c: Candidate) -> tuple[Cue, ...]:
    """The cues before a number; a title before a colon counts where nothing else stands there."""
    mark = text[c.near_start - 1 : c.near_start]
    if not c.near and mark in (":", "："):
        return c.far
    if mark in ("(", "（") and _BRACKETED.match(text, c.near_start):
        return c.far  # 复议(2件)
    return c.near


def view(text: str, candidate: Candidate, year: int | None) -> View:
    return View(
        candidate,
        text,
        year,
        tuple(_kinds(_near(text, candidate))),
        tuple(_kinds(candidate.far)),
        tuple(_kinds(candidate.head)),
        tuple(_kinds(candidate.right)),
    )
