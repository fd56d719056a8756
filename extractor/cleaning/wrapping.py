"""Lines that a program filled to a fixed width, wherever a word or a number ended.

Where several lines nearby that end in mid-sentence are as long, and none is longer, the end of a
line says nothing: what stands across it belongs together.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

LEAST_LENGTH = 15  # characters, before a line may be filled
LEAST_ALIKE = 2  # lines beside it that are as long
NEARBY = 12  # lines above and below that may be
WIDEST = 400  # characters of a line that are measured
# Cleaning makes marks narrow that were wide; between ideographs they were.
_NARROW = re.compile(r"[ -~]")
_MARKS = re.compile(r"[,:;?!()]")
_ENDS = re.compile(r"[。;:!?|] {0,4}\Z")


class Lines:
    """The lines of a text, for questions about some of them."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts, at = [], 0
        for line in self._lines:
            self._starts.append(at)
            at += len(line) + 1

    def filled(self, at: int) -> bool:
        """Whether the line of a place was filled to a width that others near it share."""
        line = bisect_right(self._starts, at) - 1
        return len(self._lines[line]) >= LEAST_LENGTH and any(
            self._alike(line, measure) for measure in (len, _columns)
        )

    def _alike(self, line: int, measure: Callable[[str], int]) -> bool:
        width = measure(self._lines[line][:WIDEST])
        alike = 0
        for one in self._lines[max(0, line - NEARBY) : line + NEARBY + 1]:
            other = measure(one[:WIDEST])
            if other > width + 1:
                return False
            alike += other >= width - 1 and _ENDS.search(one) is None
        return alike > LEAST_ALIKE  # it is one of them itself


@lru_cache(maxsize=4 * NEARBY)
def _columns(line: str) -> int:
    narrow = len(_NARROW.findall(line)) - len(_MARKS.findall(line))
    return 2 * len(line) - narrow


__all__ = ["Lines"]
