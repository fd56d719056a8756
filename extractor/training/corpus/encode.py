"""The bytes of a document: plain text in several encodings, or a web page."""

import random
from dataclasses import dataclass
from typing import Any

from extractor.training.corpus.html import to_page
from extractor.training.corpus.marked import MarkedText

ENCODINGS = {"utf-8": 86, "utf-8-sig": 3, "gb18030": 5, "utf-16": 2, "utf-16-le": 1, "big5": 3}


@dataclass(frozen=True, slots=True)
class Encoded:
    name: str
    data: bytes
    text: str


def encode(rng: random.Random, out: MarkedText, gold: dict[str, Any], stem: str) -> Encoded:
    """Choose an encoding that can hold the text; the gold carries the text, so offsets hold."""
    if any(m.kind == "raw" for m in out.marks):
        charset = rng.choice(("utf-8", "utf-8", "utf-8", "gbk"))
        done = Encoded(*to_page(rng, out, gold, stem, charset))
        gold["tags"]["encoding"] = f"html/{charset}"
    else:
        done = _plain(rng, out, gold, stem)
    gold["source"], gold["text"], gold["length"] = done.name, done.text, len(done.text)
    return done


def _plain(rng: random.Random, out: MarkedText, gold: dict[str, Any], stem: str) -> Encoded:
    chosen = rng.choices(list(ENCODINGS), list(ENCODINGS.values()))[0]
    text = out.text
    try:
        data = text.encode(chosen)
    except UnicodeEncodeError:
        chosen, data = "utf-8", text.encode()
    gold["tags"]["encoding"] = chosen
    return Encoded(f"{stem}.txt", data, text)
