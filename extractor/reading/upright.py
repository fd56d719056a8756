"""How a picture of a page is turned, and the picture turned back."""

from typing import Any

import cv2
import numpy as np

from extractor.reading.rendering import Grey

# Slants beyond this are no scanner's; below a tenth of it nothing is gained by turning.
_MOST_SLANT = 8.0
_LEAST_SLANT = 0.1
_MOST_SLANT_OF_LINES = 4.0
# A level line covers this share of the page's width; the strongest few say how it is turned.
_LINE_SHARE = 0.4
_LINES_ASKED = 15
_AGREED = 0.15  # degrees


def slant_of(grey: Grey) -> float:
    """By how many degrees the page is turned: its level rules, else its lines of text, say so."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    lines = cv2.HoughLines(
        dark(np.asarray(half, dtype=np.uint8)),
        1,
        np.pi / 1800,
        round(_LINE_SHARE * half.shape[1]),
        min_theta=np.radians(90 - _MOST_SLANT),
        max_theta=np.radians(90 + _MOST_SLANT),
    )
    by_ink = _slant_of_lines(half)
    if lines is None:
        return by_ink
    strongest = np.reshape(lines, (-1, lines.shape[-1]))[:_LINES_ASKED, 1]
    by_rules = float(np.degrees(np.median(strongest)) - 90)
    # On a page of text with few rules the strongest lines may run across the text.
    return by_rules if abs(by_rules - by_ink) < _AGREED else by_ink


def _slant_of_lines(grey: Any) -> float:
    """The angle at which lines of text and the white between them part most sharply."""
    small = cv2.resize(grey, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    ink = dark(np.asarray(small, dtype=np.uint8))
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        # No mixing of neighbours: that would blur every angle but 0.
        shown = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)
        rows = shown.sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    angles = np.arange(-_MOST_SLANT_OF_LINES, _MOST_SLANT_OF_LINES + 0.01, 0.1)
    best = float(max(angles, key=sharpness))
    return float(max(best + np.arange(-0.08, 0.09, 0.02), key=sharpness))


def turned(grey: Grey, slant: float) -> tuple[Grey, Any]:
    """The page turned upright, and the matrix that leads back."""
    if abs(slant) < _LEAST_SLANT:
        return grey, None
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, dtype=np.uint8), cv2.invertAffineTransform(matrix)


def dark(grey: Grey) -> Any:
    return cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, -10
    )
