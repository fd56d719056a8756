"""What annotated documents of a kind never seen before teach: 0, 5, 10, 20 and 50 of them.

    python -m benchmarks.learning_curve [--kinds wording,layout] [--work DIR] [--out docs/pictures]

Kinds: *wording*, twelve row labels in other words; *layout*, beside each number its share of the row's
total, which the corpus never prints. Every field of the annotated documents is decided without a slip; a fifth of them
falls into the frozen test part and is not learned from, as ever. Judged are `JUDGED` other documents
of the same kind. Figures are those of the new model, whether or not it would have been put to use.
"""

import argparse
import itertools
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.curves import write_learning
from benchmarks.reviewer import answer, sha
from benchmarks.simulation import SIZES
from benchmarks.stream import OPTIONS, SPLIT, edited, share_edits, wording_edits
from extractor.annotations.files import write_annotations
from extractor.annotations.model import Annotation
from extractor.forms import modern_ids
from extractor.novelty import load_familiar
from extractor.pipeline import Settings
from extractor.scoring import load_scorer
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated, make_document
from extractor.training.judging import NUMBER, ZERO, field_judgements, kind_of, pair
from extractor.training.readings import Readings
from extractor.training.train import Plan, train

FIRST = 8_100_000_000
ANNOTATED = (0, 5, 10, 20, 50)
JUDGED = 60


def reworded(number: int) -> Generated | None:
    """The document of that number with its row labels in other words; None where it has none of them."""
    one = make_document(number, SPLIT, OPTIONS)
    edits = wording_edits(one)
    return edited(one, edits) if edits and is_plain(one) else None


def with_shares(number: int) -> Generated | None:
    """The document of that number with shares beside its numbers; None where it has no table."""
    one = make_document(number, SPLIT, OPTIONS)
    edits = share_edits(one) if is_plain(one) else []
    return edited(one, edits) if edits else None


def is_plain(one: Generated) -> bool:
    """Whether it is a text with one report."""
    return one.name.endswith(".txt") and len(one.gold["reports"]) == 1


KINDS = {"wording": reworded, "layout": with_shares}


def documents(kind: str, count: int) -> Iterator[Generated]:
    """The first documents of a kind."""
    found = (one for number in itertools.count(FIRST) if (one := KINDS[kind](number)) is not None)
    return itertools.islice(found, count)


def annotated(model: Path, many: Sequence[Generated], cache: Path) -> list[Annotation]:
    """Every field decided by somebody who makes no slips, shown what the model read."""
    said, rng = [], random.Random(0)
    with model_in_use(model):
        readings = Readings(Settings(), cache)
        for one in many:
            found = readings.of(one.data, one.name)
            at = pair([one.gold["reports"][0]["span"]], found.spans)[0]
            seen = [(None, "absent")] * len(modern_ids()) if at is None else found.answers[at]
            told = [
                answer(one, id, s, rng, looks=9) for id, s in zip(modern_ids(), seen, strict=True)
            ]
            said += [statement for statement in told if statement is not None]
    return said


def judged(model: Path, many: Sequence[Generated], cache: Path) -> dict[str, float]:
    """Stated numbers right, fields asked a report, wrong fields outside review a thousand."""
    ids, scorer, familiar = modern_ids(), load_scorer(model), load_familiar(model)
    assert familiar is not None
    good = stated = asked = wrong = outside = 0
    with model_in_use(model):
        readings = Readings(Settings(), cache)
        for one in many:
            found, truth = readings.of(one.data, one.name), one.gold["reports"][0]
            at = pair([truth["span"]], found.spans)[0]
            answers = {} if at is None else dict(zip(ids, found.answers[at], strict=True))
            right = np.asarray(field_judgements(truth, answers, ids))
            counts = np.asarray([kind_of(truth, id) in (NUMBER, ZERO) for id in ids])
            sure = np.ones(len(ids))
            if at is not None:
                strange = familiar.share(found.pieces) > familiar.limit
                sure = scorer.doubting(found.evidence[at].astype(np.float64), strange)
            kept = np.round(sure, 4) >= scorer.threshold
            good, stated = good + int((right & counts).sum()), stated + int(counts.sum())
            asked, outside = asked + int((~kept).sum()), outside + int(kept.sum())
            wrong += int((kept & ~right).sum())
    return {"right": 100 * good / max(1, stated), "asked": asked / len(many),
            "wrong": 1000 * wrong / max(1, outside)}  # fmt: skip


def curve(kind: str, work: Path, cache: Path) -> list[dict[str, Any]]:
    """One line of figures a number of annotated documents."""
    base, home = work / "model", work / "curve" / kind
    many = list(documents(kind, max(ANNOTATED) + JUDGED))
    rest = many[max(ANNOTATED) :]
    (home / "documents").mkdir(parents=True, exist_ok=True)
    for one in many[: max(ANNOTATED)]:
        (home / "documents" / f"{sha(one)}.txt").write_bytes(one.data)
    steps = []
    for count in ANNOTATED:
        model, told = base, {}
        if count:
            model = home / f"model-{count}"
            told = taught(model, many[:count], work, home)
        steps.append({"documents": count, **judged(model, rest, cache), **told})
        print(json.dumps({"kind": kind, **steps[-1]}, ensure_ascii=False), flush=True)
    return steps


def taught(model: Path, many: Sequence[Generated], work: Path, home: Path) -> dict[str, Any]:
    """Train on annotated documents, unless it was done before; what came of it."""
    done, split, cache = model / "told.json", home / str(len(many)), work / "cache"
    if not done.exists():
        base = work / "model"
        write_annotations(split / "annotations" / "said.jsonl", annotated(base, many, cache))
        plan = Plan(model, SIZES, cache, annotations=split / "annotations", documents=home / "documents",
                    champion=base, split=split, steady=True, processes=1)  # fmt: skip
        metrics = train(plan, lambda text: print(f"    {text}", file=sys.stderr))
        learned, verdict = metrics["learned"], metrics["verdict"]
        told = {"learned from": learned["reviewed documents"], "promoted": verdict["promoted"],
                "wordings": sum(map(len, learned["wordings"].values()))}  # fmt: skip
        done.write_text(json.dumps(told), "utf-8")
    found: dict[str, Any] = json.loads(done.read_text("utf-8"))
    return found


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--work", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="learning-"))
    cache = work / "cache"
    if not (work / "model").exists():
        plan = Plan(work / "model", SIZES, cache, processes=1, steady=True)
        train(plan, lambda text: print(text, file=sys.stderr))
    told = {kind: curve(kind, work, cache) for kind in given.kinds.split(",")}
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        write_learning(told, given.out / "learning.svg")


if __name__ == "__main__":
    main()
