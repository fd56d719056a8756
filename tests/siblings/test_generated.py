"""On generated documents: what is offered to reports of the same template is right."""

from collections import Counter

import pytest

from benchmarks.siblings import measure


@pytest.mark.parametrize("kind", ["layout", "wording"])
def test_what_is_offered_is_right(kind: str) -> None:
    found = measure(3 if kind == "layout" else 4, 1, kind, first=2_024)
    told: Counter[str] = found["same template"]
    assert told["right"] == told["offered"]
    assert told["against a right reading"] == 0
    if kind == "layout":
        assert told["offered"] > told["misread"] / 2 > 50
