"""The documents of the simulation: a stream that changes twice.

From `LAYOUT_AT` on, `LAYOUT_SHARE` of the documents print beside each number of a table its share
of the row's total, `5{12.5%}`, as nothing in the corpus does (in round brackets it would be read
unlearned); from `WORDING_AT` on, twelve row
labels have another wording.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.training.corpus.document import Generated, Options, make_document

FIRST = 8_000_000_000  # numbers of documents that training and its figures do not use
SPLIT = "calibration"  # agencies and wordings that the models of headings and prose never saw
OPTIONS = Options(page="single", damage=(0, 2))
LAYOUT_AT, WORDING_AT = 200, 400
LAYOUT_SHARE = 0.3
WORDINGS = Path(__file__).parent / "data" / "new_wordings.json"

Edit = tuple[int, int, str]  # source offsets and what stands there instead


def stream(count: int, changes: bool = True) -> Iterator[Generated]:
    """`count` plain-text documents, always the same; without `changes` as they would be otherwise."""
    rng = random.Random("stream")
    made, number = 0, FIRST
    while made < count:
        one = make_document(number, SPLIT, OPTIONS)
        number += 1
        if not one.name.endswith(".txt") or len(one.gold["reports"]) != 1:
            continue
        edits: list[Edit] = []
        if made >= LAYOUT_AT and rng.random() < LAYOUT_SHARE and not _runs_together(one):
            edits += share_edits(one)
        if made >= WORDING_AT:
            edits += wording_edits(one)
        yield edited(one, edits if changes else ())
        made += 1


def _runs_together(one: Generated) -> bool:
    """Whether it leaves fields open, as where numbers run into one another: shares would part them, and
    what it says be no longer open."""
    return bool(one.gold["reports"][0]["undetermined"])


def share_edits(one: Generated) -> list[Edit]:
    """Its numbers with their share of the row's total beside them, as statistics print them."""
    report = one.gold["reports"][0]
    values = {id: cell["value"] for id, cell in report["fields"].items()}
    edits: list[Edit] = []
    for id, (start, end) in report["spans"]["fields"].items():
        if end > start and any(c.isdecimal() for c in one.text[start:end]):
            total = values.get(f"{id.rpartition('.')[0]}.total") or 0
            share = 100 * (values.get(id) or 0) / total if total else 0.0
            edits.append((end, end, f"{{{share:.1f}%}}"))
    return edits


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

    def moved(offset: int, is_end: bool = False) -> int:
        by = 0
        for start, end, new in edits:
            if offset < end or (is_end and start == end == offset):
                return start + by if offset > start else offset + by
            by += len(new) - (end - start)
        return offset + by

    for report in one.gold["reports"]:
        report["span"] = [moved(o) for o in report["span"]]
        spans: dict[str, Any] = report["spans"]
        spans["fields"] = {
            k: [moved(start), moved(end, is_end=end > start)]
            for k, (start, end) in spans["fields"].items()
        }
        for name in ("facts", "sections", "agency", "year"):
            spans[name] = [[*x[:-2], moved(x[-2]), moved(x[-1], is_end=True)] for x in spans[name]]
    one.gold["length"], one.gold["text"] = len(text), text
    return Generated(one.name, text.encode(), text, one.gold, one.tags)
