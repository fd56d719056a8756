"""Ruled lines of a picture, found by morphology, and the picture without them."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from extractor.reading.rendering import Grey
from extractor.reading.ruling import Line
from extractor.reading.upright import dark

# Ruled lines are at least so many dots long, at the height that pages are brought to for reading.
_SHORTEST = 45
# Upright ones of a single row are shorter, and meet the rules at both ends, but for so many dots.
_SHORTEST_ROW, _TOUCH = 28, 1
# Level ones are longer: the tops of `7777` make a stroke as long as four digits are wide.
_SHORTEST_LEVEL = 80
# Thin ones in tight rows, found by their contrast alone.
_SHORTEST_THIN = 120
# By how much each end of a line is drawn out to bridge gaps.
_BRIDGE = 7
# Dots around a line that go with it.
_AROUND = 2
# By how many grey values a thin line is darker than its sides.
_CONTRAST = 24

Dots = tuple[int, int, int, int]  # left, top, width, height


def rules(grey: Grey) -> tuple[list[Line], list[Line], Grey]:
    """Ruled lines, and the picture without them."""
    ink = dark(grey)
    across = _long(ink, (1, _SHORTEST_LEVEL)) | _long(_thin(grey, (9, 1)), (1, _SHORTEST_THIN))
    down = _long(ink, (_SHORTEST, 1)) | _long(_thin(grey, (1, 9)), (_SHORTEST_THIN, 1))
    across = cv2.dilate(across, np.ones((3, 2 * _BRIDGE + 1), np.uint8))
    down = cv2.dilate(down, np.ones((2 * _BRIDGE + 1, 3), np.uint8))
    level = [b for b in boxes(across) if b[2] >= _SHORTEST_LEVEL and b[2] > 2 * b[3]]
    upright = [b for b in boxes(down) if b[3] >= _SHORTEST and b[3] > 2 * b[2]]
    short, lone = _of_single_rows(ink, across)
    down, upright = down | short, upright + lone
    bare = grey.copy()
    if len(upright) > 2:
        for mask, lines in ((across, level), (down, upright)):
            bare[(cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0) & _within(lines, mask)] = 255
    return (
        [Line(y + h / 2, x + _BRIDGE, x + w - _BRIDGE) for x, y, w, h in level],
        [Line(x + w / 2, y + _BRIDGE, y + h - _BRIDGE) for x, y, w, h in upright],
        bare,
    )


def _of_single_rows(ink: Any, across: Any) -> tuple[Any, list[Dots]]:
    """Upright lines of rows that stand alone: short, and run from one level rule into the next.

    Strokes of characters end in the white before the rule. Boxes are drawn out as long lines are.
    """
    found = _long(ink, (_SHORTEST_ROW, 1))
    kept = np.zeros_like(found)
    lines: list[Dots] = []
    for x, y, width, height in boxes(found):
        ends = (y, y + height - 1)
        meets = all(
            across[max(0, end - _TOUCH) : end + _TOUCH + 1, x : x + width].any() for end in ends
        )
        if meets and 2 * width < height < _SHORTEST:
            kept[y : y + height, x : x + width] = found[y : y + height, x : x + width]
            lines.append((x, y - _BRIDGE, width, height + 2 * _BRIDGE))
    return cv2.dilate(kept, np.ones((3, 3), np.uint8)), lines


def _long(ink: Any, shape: tuple[int, int]) -> Any:
    """Straight runs of ink at least as long as the shape."""
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))


def _thin(grey: Grey, across: tuple[int, int]) -> Any:
    """What is darker than both its sides, however dark the text beside it: rules in tight rows.

    Drawn a dot thicker, so that a line that steps from row to row stays one.
    """
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones(across, np.uint8)) > _CONTRAST
    thicker = np.ones((min(across[0], 3), min(across[1], 3)), np.uint8)
    return cv2.dilate(ink.astype(np.uint8) * 255, thicker)


def _within(lines: Sequence[Dots], mask: Any) -> Any:
    """Where the lines run: strokes of characters elsewhere stay."""
    inside = np.zeros_like(mask)
    for x, y, width, height in lines:
        first, last = (x - _AROUND, y - _AROUND), (x + width + _AROUND, y + height + _AROUND)
        cv2.rectangle(inside, first, last, 255, cv2.FILLED)
    return inside > 0


def boxes(mask: Any) -> list[Dots]:
    """The boxes around what hangs together."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Dots] = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        found.append((x, y, width, height))
    return found
