"""JSON of results, quickly: each has 60 kB, is written once and read for every answer.

What is no number (nan, infinite) becomes null, which JSON has instead. What the quick way refuses (a lone surrogate, deep nesting) goes the standard library's way.
"""

import json
from typing import Any

from pydantic_core import from_json, to_json


def encode(value: Any) -> bytes:
    """Compact JSON as UTF-8, keys in the caller's order; a lone surrogate becomes an escape."""
    try:
        return to_json(value, inf_nan_mode="null")
    except ValueError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def decode(data: bytes) -> Any:
    """The value of JSON. ValueError: it is none."""
    try:
        return from_json(data)
    except ValueError:
        return json.loads(data)
