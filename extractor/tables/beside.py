"""Figures that a site prints beside each of its numbers, as `5(12.5%)`: blanks to who reads tables.

Which ones a site prints is learned from where people say that its numbers stand. A shape is what
stands behind a number, every figure in it written 0: `(0%)`.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.taught import taught
from extractor.types import Span

ARTEFACT = "beside.skops"
PASSED_OVER = "\u3000"  # stands for what is passed over; cleaned text has no such blank
FIGURE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def learned_shapes(folder: Path) -> tuple[str, ...]:
    """The shapes in a model folder; none where it has no such file.

    Raises ArtefactError where the file is damaged or holds something else.
    """
    return taught(folder / ARTEFACT, "shapes of what stands beside numbers", _shapes, ())


def _shapes(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise TypeError
    return tuple(raw)


def shape_of(text: str) -> str:
    """What stands beside a number with every figure written 0."""
    return FIGURE.sub("0", text)


def without_shapes(text: str, span: Span, shapes: tuple[str, ...]) -> str:
    """The text with what `text[span]` prints beside its numbers as blanks, character for character."""
    if not shapes:
        return text
    inside = _pattern(shapes).sub(lambda found: PASSED_OVER * len(found[0]), span.of(text))
    return text[: span.start] + inside + text[span.end :]


def passed_over(text: str, shapes: tuple[str, ...]) -> str:
    """A text without what it prints beside its numbers; its offsets do not stay."""
    return _pattern(shapes).sub("", text) if shapes else text


@lru_cache(maxsize=8)
def _pattern(shapes: tuple[str, ...]) -> re.Pattern[str]:
    ways = (
        FIGURE.pattern.join(map(re.escape, shape.split("0"))) for shape in sorted(shapes, key=len)
    )
    # The number of the next row may follow at once: `5(12.5%)2.其他`.
    return re.compile(rf"(?<=[0-9])(?:{'|'.join(reversed(list(ways)))})(?:(?<![0-9])|(?![0-9.%]))")
