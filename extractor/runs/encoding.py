"""A result as JSON bytes, one line, the same bytes for the same result."""

import json

from extractor.runs.tasks import Result


def to_json(result: Result) -> bytes:
    """Compact UTF-8 JSON without a line end. A lone surrogate is written as an escape."""
    text = json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(result, allow_nan=False, separators=(",", ":")).encode("ascii")
