"""The text that spans point into, for documents whose result does not carry it."""

from typing import Any

BOM = "\ufeff"


def text_of(data: bytes, result: dict[str, Any]) -> str:
    """The text of a document: its own member, or the decoded bytes without a byte-order mark."""
    document = result.get("document", {})
    text = document.get("text")
    if isinstance(text, str):
        return text
    try:
        decoded = data.decode(document.get("encoding") or "utf-8", errors="replace")
    except LookupError:
        decoded = data.decode("utf-8", errors="replace")
    return decoded.removeprefix(BOM)
