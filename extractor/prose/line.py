"""The numbers of one sentence, with what each is held to tell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.prose.cases import Case
from extractor.prose.patterns import Patterns, load_patterns
from extractor.types import Span

KEEP = 0.5  # a figure less likely than not is no fact
SURE = 0.9  # of what the numbers of a sentence settle among themselves
DOUBTED = 0.45  # of what a number may tell but is not taken for

_CLAUSE = re.compile(r"[^,，;；。\n]*\Z")


@dataclass(slots=True)
class Line:
    """`asked`: requests are the topic of the section, or were spoken of shortly before;
    `count`: how many of them were told, `counted_in`: in which unit."""

    text: str
    sentence: Span
    cases: list[Case]
    year: int | None
    asked: bool = False
    count: float = 0
    counted_in: str = ""

    @property
    def patterns(self) -> Patterns:
        return load_patterns(self.year)

    def held(self, at: int) -> Mapping[str, float]:
        return self.cases[at].chances

    def key(self, at: int) -> str:
        """The key that a number most likely tells, if it likely tells any."""
        held = self.held(at)
        best = max(held, key=held.__getitem__, default="")
        return best if best and held[best] >= KEEP else ""

    def value(self, at: int) -> float:
        candidate = self.cases[at].candidate
        assert candidate is not None
        return candidate.number.value

    def unit(self, at: int) -> str:
        candidate = self.cases[at].candidate
        assert candidate is not None
        return candidate.unit

    def end(self, at: int) -> int:
        """Where a number ends, with its unit."""
        end, unit = self.cases[at].span.end, self.unit(at)
        found = self.text.find(unit, end, end + len(unit) + 2) if unit else -1
        return found + len(unit) if found >= 0 else end

    def lead(self, at: int) -> str:
        """What stands between a number and the one before it."""
        start = self.end(at - 1) if at else self.sentence.start
        return self.text[start : self.cases[at].span.start]

    def behind(self, at: int) -> str:
        """What stands between a number and the one after it."""
        last = at + 1 == len(self.cases)
        stop = self.sentence.end if last else self.cases[at + 1].span.start
        return self.text[self.end(at) : stop]

    def kinds(self, at: int) -> set[str]:
        candidate = self.cases[at].candidate
        assert candidate is not None
        return {c.kind for c in (*candidate.near, *candidate.right)}

    def named(self, at: int) -> str:
        """The word that makes a number one of several parts: 当面, 信函, 上半年."""
        clause = _CLAUSE.search(self.lead(at))
        match = self.patterns.part_name.search(clause[0]) if clause else None
        return match[0] if match else ""

    def of_requests(self, parts: Iterable[int]) -> bool:
        """Whether parts by channel are of requests: they say so, or their section does."""
        if self.asked or "申请" in self.sentence.of(self.text):
            return any("request_channel" in self.kinds(i) for i in parts)
        return False

    def settle(self, at: int, chances: Mapping[str, float]) -> None:
        self.cases[at].settled = dict(chances)

    def doubt(self, at: Iterable[int], key: str) -> None:
        """Numbers that may tell a key, and may as well not."""
        for i in at:
            if self.key(i) == key:
                self.settle(i, {key: DOUBTED})
