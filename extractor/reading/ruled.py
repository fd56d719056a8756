"""Ruled lines of a picture, found by morphology, and the picture without them."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from extractor.reading.rendering import Grey
from extractor.reading.ruling import Line
from extractor.reading.upright import dark

# Ruled lines are at least so many dots long, at the height above.
_SHORTEST = 45
# Upright ones of a single row are shorter, and reach from one rule to the next, but for so many.
_SHORTEST_ROW, _TOUCH = 30, 5
# Level ones are longer: the tops of `7777` make a stroke as long as four digits are wide.
_SHORTEST_LEVEL = 80
# Thin ones in tight rows, found by their contrast alone.
_SHORTEST_THIN = 120
# By how much each end of a line is drawn out to bridge gaps.
_BRIDGE = 7
# Lines that are erased are longer than a character's strokes by this factor; dots around them.
_SURE = 1.2
_AROUND = 2
# By how many grey values a thin line is darker than its sides.
_CONTRAST = 24

Dots = tuple[int, int, int, int]  # left, top, width, height


def rules(grey: Grey) -> tuple[list[Line], list[Line], Grey]:
    """Ruled lines, and the picture without them."""
    ink = dark(grey)
    across = _long(ink, (1, _SHORTEST_LEVEL)) | _long(_thin(grey, (9, 1)), (1, _SHORTEST_THIN))
    down = _long(ink, (_SHORTEST_ROW, 1)) | _long(_thin(grey, (1, 9)), (_SHORTEST_THIN, 1))
    across = cv2.dilate(across, np.ones((3, 2 * _BRIDGE + 1), np.uint8))
    down = cv2.dilate(down, np.ones((2 * _BRIDGE + 1, 3), np.uint8))
    level = [b for b in boxes(across) if b[2] >= _SHORTEST_LEVEL and b[2] > 2 * b[3]]
    upright = [b for b in boxes(down) if b[3] > 2 * b[2] and _parts_cells(b, level)]
    bare = grey.copy()
    if len(upright) > 2:
        for mask, lines in ((across, level), (down, upright)):
            bare[(cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0) & _within(lines, mask)] = 255
    return (
        [Line(y + h / 2, x + _BRIDGE, x + w - _BRIDGE) for x, y, w, h in level],
        [Line(x + w / 2, y + _BRIDGE, y + h - _BRIDGE) for x, y, w, h in upright],
        bare,
    )


def _parts_cells(box: Dots, level: Sequence[Dots]) -> bool:
    """Whether an upright line is long, or reaches from one level rule to the next."""
    x, top, width, height = box
    if height - 2 * _BRIDGE >= _SHORTEST:
        return True
    ends = (top + _BRIDGE, top + height - _BRIDGE)
    at = x + width / 2
    return all(
        any(abs(y + h / 2 - end) <= _TOUCH and left <= at <= left + w for left, y, w, h in level)
        for end in ends
    )


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
    """Where long lines run: strokes of characters are shorter and stay."""
    inside = np.zeros_like(mask)
    for x, y, width, height in lines:
        if width > height or height >= _SURE * _SHORTEST or height < _SHORTEST:
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
