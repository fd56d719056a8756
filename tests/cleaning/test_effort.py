"""Effort grows in line with the input, whatever the input is.

Counted, not timed: the profiler's count of Python steps, and for the patterns the time on an
input against the time on one eight times as long, whose ratio would be 64 if it were quadratic.
"""

import time
from collections.abc import Callable

import pytest

from extractor.cleaning import clean

ADVERSARIES: dict[str, Callable[[int], str]] = {
    "blanks": lambda n: " " * n,
    "tabs and pipes": lambda n: "\t|" * (n // 2),
    "one character": lambda n: "文" * n,
    "question marks": lambda n: "?" * n,
    "question marks in cells": lambda n: "| ?" * (n // 3),
    "open brackets": lambda n: "中(" * (n // 2),
    "long brackets": lambda n: ("中(" + "a" * 58) * (n // 60),
    "open tags": lambda n: "<span " * (n // 6),
    "open braces": lambda n: "{{" * (n // 2),
    "crumbs": lambda n: "首页 >" * (n // 4),
    "sizes": lambda n: "大  " * (n // 3),
    "line breaks": lambda n: "\n" * n,
    "carriage returns": lambda n: "\r" * n,
    "frames": lambda n: "$【" * (n // 2),
    "digits": lambda n: "1" * n,
    "letters and digits": lambda n: "ab123" * (n // 5),
    "advertising": lambda n: "365体育投注" * (n // 7),
    "stars": lambda n: "*" * n,
    "zero widths": lambda n: "\u200b" * n,
    "combining marks": lambda n: "\u0301" * n,
    "spaced out": lambda n: "文 " * (n // 2),
    "spaced out names": lambda n: "总 计 其 他 " * (n // 8),
    "marks of pages": lambda n: "— 7 —\n" * (n // 6),
    "counts of pages": lambda n: "3/5\n\n" * (n // 5),
    "indents": lambda n: "  ?  " * (n // 5),
}


def seconds(text: str) -> float:
    return min(_timed(text) for _ in range(3))


def _timed(text: str) -> float:
    start = time.process_time()
    clean(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", ADVERSARIES)
def test_effort_is_linear(name: str) -> None:
    small, large = ADVERSARIES[name](6_250), ADVERSARIES[name](50_000)
    # 8 if linear, 64 if quadratic; small inputs drown in fixed costs and give less.
    assert seconds(large) < 28 * max(seconds(small), 0.002)
