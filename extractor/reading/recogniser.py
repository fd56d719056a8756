"""The recogniser: finds the words of a picture, and reads single ones."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from extractor.reading.rendering import Grey
from extractor.reading.ruling import Rectangle

# Words are found in a smaller picture, in half the time, and read in the whole one.
_MOST_DOTS, _DETECTED = 2400, 1472
# The recogniser draws every word out to this width: its own 320 is for lines, most words here are
# numbers in cells.
_LEAST_WIDTH = 160
_CELL_PADDING = 4
# Ink in a cell: the share of dark dots that a lone `1` leaves, and what dust leaves.
_INK = 0.002
DARK = 140  # grey values below are ink
INSET = 5  # dots of a cell's edge that may hold remnants of its rules


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Rectangle
    certainty: float


@cache
def _engine() -> RapidOCR:
    # One thread: several pages run in several processes, and waiting threads only burn time.
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": _MOST_DOTS,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED,
            "Rec.rec_img_shape": [3, 48, _LEAST_WIDTH],
            **threads,
        }
    )


def words_of(grey: Grey) -> list[Word]:
    """The words of a picture with their boxes."""
    result: Any = _engine()(
        cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR),
        use_det=True,
        use_cls=False,
        use_rec=True,
    )  # the engine remembers the last call's switches
    if result.boxes is None:
        return []
    words = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        box = Rectangle(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
        if text.strip():
            words.append(Word(text.strip(), box, float(score)))
    return words


def read_one(grey: Grey, box: Rectangle) -> tuple[str, float]:
    """What stands in a box, taken as one word, and how sure that is."""
    result: Any = _engine()(_crop(grey, box), use_det=False, use_cls=False, use_rec=True)
    if not result.txts:
        return "", 0.0
    return result.txts[0].strip(), float(result.scores[0])


def ink(grey: Grey, box: Rectangle) -> Rectangle | None:
    """The box around the ink inside a cell's borders; None for a cell that is empty."""
    left, top = int(box.left) + INSET, int(box.top) + INSET
    right, bottom = int(box.right) - INSET, int(box.bottom) - INSET
    if right - left < 4 or bottom - top < 4:
        return None
    dark = grey[top:bottom, left:right] < DARK
    if dark.mean() < _INK:
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if rows[-1] - rows[0] < 8:
        return None  # a remnant of a line, or a dash
    return Rectangle(
        float(left + columns[0]),
        float(top + rows[0]),
        float(left + columns[-1] + 1),
        float(top + rows[-1] + 1),
    )


def _crop(grey: Grey, box: Rectangle) -> Any:
    pad = _CELL_PADDING
    top, left = max(0, int(box.top) - pad), max(0, int(box.left) - pad)
    part = grey[top : int(box.bottom) + pad, left : int(box.right) + pad]
    # The recogniser wants a line, wider than high.
    wide = cv2.copyMakeBorder(part, 4, 4, 24, 24, cv2.BORDER_CONSTANT, value=255)
    return cv2.cvtColor(wide, cv2.COLOR_GRAY2BGR)
