"""The bytes of a document: plain text in several encodings, or a web page."""

import random
from dataclasses import dataclass
from typing import Any

from extractor.training.corpus.marked import MarkedText

ENCODINGS = {"utf-8": 86, "utf-8-sig": 3, "gb18030": 5, "utf-16": 2, "utf-16-le": 1, "big5": 3}


@dataclass(frozen=True, slots=True)
class Encoded:
    name: str
    data: bytes


def encode(rng: random.Random, out: MarkedText, gold: dict[str, Any], stem: str) -> Encoded:
    """Choose an encoding that can hold the text; the gold carries the text, so offsets hold."""
    chosen = rng.choices(list(ENCODINGS), list(ENCODINGS.values()))[0]
    text = out.text
    try:
        data = text.encode(chosen)
    except UnicodeEncodeError:
        chosen, data = "utf-8", text.encode()
    name = f"{stem}.txt"
    gold["source"], gold["text"] = name, text
    gold["tags"]["encoding"] = chosen
    return Encoded(name, data)
