"""The documents of the simulation: a stream that changes twice.

From `LAYOUT_AT` on, `LAYOUT_SHARE` of the documents have the cells of their tables parted by a
sign that the corpus never prints; from `WORDING_AT` on, twelve row labels have another wording.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.forms import load_forms
from extractor.training.corpus.document import Generated, Options, make_document

FIRST = 8_000_000_000  # numbers of documents that training and its figures do not use
SPLIT = "calibration"  # agencies and wordings that the models of headings and prose never saw
OPTIONS = Options(page="single", damage=(0, 2))
LAYOUT_AT, WORDING_AT = 200, 400
LAYOUT_SHARE = 0.3
SEPARATOR = "；"
WORDINGS = Path(__file__).parent / "data" / "new_wordings.json"
_BETWEEN = re.compile(r"[|\t]")

Edit = tuple[int, int, str]  # source offsets and what stands there instead


def stream(count: int) -> Iterator[Generated]:
    """`count` plain-text documents, always the same."""
    rng = random.Random("stream")
    made, number = 0, FIRST
    while made < count:
        one = make_document(number, SPLIT, OPTIONS)
        number += 1
        if not one.name.endswith(".txt") or len(one.gold["reports"]) != 1:
            continue
        edits: list[Edit] = []
        if made >= LAYOUT_AT and rng.random() < LAYOUT_SHARE:
            edits += layout_edits(one)
        if made >= WORDING_AT:
            edits += wording_edits(one)
        yield edited(one, edits)
        made += 1


def layout_edits(one: Generated) -> list[Edit]:
    """Its cells parted by another sign."""
    return [(m.start(), m.end(), SEPARATOR) for m in _BETWEEN.finditer(one.text)]


def named_edits(one: Generated) -> list[Edit]:
    """Each number behind the name of its column, as pages for small screens print it."""
    names = {cell.id: cell.column for form in load_forms() for cell in form}
    places = one.gold["reports"][0]["spans"]["fields"]
    return [
        (start, start, f"{names[id]}：")
        for id, (start, end) in places.items()
        if end > start and names.get(id)
    ]


def wording_edits(one: Generated) -> list[Edit]:
    """Its row labels in other words, as far as it prints those that change."""
    wordings = json.loads(WORDINGS.read_text("utf-8"))
    return [
        (m.start(), m.end(), new)
        for old, new in wordings.items()
        for m in re.finditer(re.escape(old), one.text)
    ]


def edited(one: Generated, edits: Sequence[Edit]) -> Generated:
    """The document with stretches replaced, its truth moved along, as UTF-8."""
    edits = sorted(edits)
    text, at = "", 0
    for start, end, new in edits:
        text += one.text[at:start] + new
        at = end
    text += one.text[at:]

    def moved(offset: int) -> int:
        by = 0
        for start, end, new in edits:
            if offset < end:
                return start + by if offset > start else offset + by
            by += len(new) - (end - start)
        return offset + by

    for report in one.gold["reports"]:
        report["span"] = [moved(o) for o in report["span"]]
        spans: dict[str, Any] = report["spans"]
        spans["fields"] = {k: [moved(s), moved(e)] for k, (s, e) in spans["fields"].items()}
        for name in ("facts", "sections", "agency", "year"):
            spans[name] = [[*x[:-2], moved(x[-2]), moved(x[-1])] for x in spans[name]]
    one.gold["length"], one.gold["text"] = len(text), text
    return Generated(one.name, text.encode(), text, one.gold, one.tags)
