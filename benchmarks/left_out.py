"""Leave one kind of damage out of training: python -m benchmarks.left_out [--work DIR] [--out docs/left_out.md]

For each kind of damage the confidence model and its threshold are learned from documents without that
kind, with `--readers` the models of headings, divisions and prose too, and judged on held-out documents
that have it. Some kinds are left out at once, and those that miss the aim so each alone. What has been measured is kept in WORK, so that a run that was stopped goes on.
`docs/left_out.md`, which this writes, says what is not left out.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.unmet import (
    Readers,
    Reading,
    Sets,
    Trusted,
    kinds_of,
    sets_of,
    trusted,
    without,
)
from extractor.registry import default_model_dir
from extractor.training.collect import Collected
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.training.corpus.operators import OPERATORS
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.train import DAMAGE

FIRST = 6_930_000_000  # numbers of held-out documents that nothing else uses
GROUP = 6  # kinds that are left out at once, neighbours in the order of their names
LEAST = 10  # documents of a kind; of fewer nothing is told
RIGHT, WRONG = 0.97, 0.01  # what is asked for: of settled fields right, wrong outside review
DONE = "done.jsonl"
WITH_READERS = (
    "The models of headings, of divisions and of prose were learned without these kinds, too, from documents of split `train`, without the",
    "pages of its own that the model of headings also learns from in `duibiao train`, as they print damage of many kinds unnamed. The",
    "documents for confidence were read by such models that had met all kinds, though these documents have none of them.",
)
WITHOUT_READERS = (
    "The models of headings, of divisions and of prose are those of the model in use, which had met the kinds (`--readers` leaves them out",
    "of these, too).",
)
COLUMNS = ("found", "settled", "stated", "review", "wrong")


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares: of reports found, of settled fields and of stated numbers right, of all fields in review,
    of those outside review wrong (what the document leaves open counts as wrong)."""

    found: float
    settled: float
    stated: float
    review: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Known:
    """What is the same for all kinds: the sets, what they teach, and how models that met all kinds read."""

    sets: Sets
    trust: Trusted
    reading: Reading
    readers: Readers | None  # to learn them anew without the kinds, if that is asked for


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One kind of damage: its documents, read by models that never met it and by models that did."""

    kind: str
    documents: int
    unmet: Shares
    met: Shares
    together: int  # kinds that were left out at once

    def holds(self) -> bool:
        """Whether the kind shows what is asked for."""
        return self.unmet.settled >= RIGHT and self.unmet.wrong <= WRONG


def held_out(kinds: Iterable[str], each: int, most: int) -> dict[str, list[Generated]]:
    """Of each kind up to `each` held-out documents that have it, of the first `most` documents."""
    found: dict[str, list[Generated]] = {kind: [] for kind in kinds}
    for number in range(FIRST, FIRST + most):
        one = make_document(number, "held-out", Options(damage=DAMAGE["held-out"]))
        for kind in sorted(kinds_of(one)):
            if kind in found and len(found[kind]) < each:
                found[kind].append(one)
        if all(len(many) >= each for many in found.values()):
            break
    return {kind: many for kind, many in found.items() if len(many) >= LEAST}


def shares(trust: Trusted, seen: Collected) -> Shares:
    """How documents were read, and how far they are trusted."""
    judged = trust.judged(seen)
    outside = judged.confidence >= trust.fitted.guarantee.threshold
    settled, stated = seen.kind != OPEN, (seen.kind == ZERO) | (seen.kind == NUMBER)
    return Shares(
        float(1 - np.mean(seen.missing)),
        float(np.mean(judged.right[settled])),
        float(np.mean(judged.right[stated])) if stated.any() else 1.0,
        float(np.mean(~outside)),
        float(np.mean(~judged.right[outside])) if outside.any() else 0.0,
    )


def measure(
    kinds: Sequence[str], documents: Mapping[str, Sequence[Generated]], known: Known
) -> Iterator[LeftOut]:
    """Learn without some kinds; judge on what has one of them, each by itself."""
    left = frozenset(kinds)
    trust = trusted(Sets(without(known.sets.fit, left), without(known.sets.calibration, left)))
    reading = Reading(known.readers.without(left)) if known.readers else known.reading
    for kind in kinds:
        many = documents[kind]
        met = shares(known.trust, known.reading.of(many))
        yield LeftOut(kind, len(many), shares(trust, reading.of(many)), met, len(kinds))


def run(given: argparse.Namespace, work: Path) -> list[LeftOut]:
    """All kinds in groups, and those that miss the aim so once more, each alone. What was measured
    before is not repeated."""
    readers = Readers(work, given.structure, given.prose) if given.readers else None
    base = readers.without(frozenset()) if readers else default_model_dir()
    with model_in_use(base):
        sets = sets_of(given.fit, given.calibration, given.cache or work / "cache")
    key = [sets.key, given.each, given.most, given.readers]
    documents = held_out(given.kinds or OPERATORS, given.each, given.most)
    known = Known(sets, trusted(sets), Reading(base), readers)
    done = {(one.kind, one.together): one for one in _done(work / DONE, key)}
    kinds = sorted(documents)
    for size in (given.group, 1):
        for group in (kinds[n : n + size] for n in range(0, len(kinds), size)):
            if any((kind, len(group)) not in done for kind in group):
                for one in measure(group, documents, known):
                    done[one.kind, one.together] = one
                    _note(work / DONE, key, one)
        last = {one.kind: one for one in sorted(done.values(), key=lambda one: -one.together)}
        kinds = [kind for kind in kinds if not last[kind].holds()]
    return [last[kind] for kind in sorted(documents)]


def _note(path: Path, key: Sequence[Any], one: LeftOut) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"key": key, **asdict(one)}) + "\n")
    print(row(one), file=sys.stderr, flush=True)


def _done(path: Path, key: Sequence[Any]) -> Iterator[LeftOut]:
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        made: dict[str, Any] = json.loads(line)
        if made.pop("key") == list(key):
            both = {name: Shares(**made.pop(name)) for name in ("unmet", "met")}
            yield LeftOut(**made, **both)


def row(one: LeftOut) -> str:
    """A line of the table."""
    both = asdict(one.unmet), asdict(one.met)
    told = [f"{shown[column]:.4f}" for column in COLUMNS for shown in both]
    alone = ", alone" if one.together == 1 else ""
    return f"| {one.kind}{alone} | {one.documents} | " + " | ".join(told) + " |"


def page(found: Sequence[LeftOut], sizes: Mapping[str, Any], when: str) -> str:
    """The figures as Markdown, what was left out of what, and which kinds miss what is asked for."""
    short = [f"{one.kind} ({one.unmet.settled:.4f})" for one in found if one.unmet.settled < RIGHT]
    risky = [f"{one.kind} ({one.unmet.wrong:.4f})" for one in found if one.unmet.wrong > WRONG]
    lines = [
        "# A kind of damage left out",
        "",
        f"Written by `python -m benchmarks.left_out`{when}; do not edit.",
        "",
        "For each kind of damage the confidence model"
        f" ({sizes['fit']} generated documents) and its threshold ({sizes['calibration']}) were fitted on documents",
        "of split `calibration` without it, and judged on held-out documents that have it, among three to six kinds. To be quick, and to",
        f"ask more, {sizes['group']} kinds that are neighbours in this list are left out at once; a kind that misses the aim so is left out alone.",
        "*Met*: the same documents, nothing left out.",
        "",
        *(WITH_READERS if sizes["readers"] else WITHOUT_READERS),
        "Not left out: the rules of tables, cleaning and prose, which were written by people who knew these kinds.",
        "With fewer documents the threshold is less exact than that of the default model.",
        "",
        f"Asked for: {RIGHT:.0%} of determined fields right and at most {WRONG:.0%} wrong outside review, for each kind. "
        f"{sum(one.holds() for one in found)} of {len(found)} kinds show both.",
        f"Below {RIGHT:.0%} of settled fields right: {', '.join(short) or 'none'}.",
        f"Above {WRONG:.0%} wrong outside review: {', '.join(risky) or 'none'}.",
        "",
        "Settled fields: those that the document determines, blank and absent ones among them; stated numbers: those that it prints.",
        "Wrong outside review: of the fields outside review, those that it leaves open counting as wrong, and all those of a report",
        "that was not found.",
        "",
        "| damage left out | documents | reports found | met | settled fields right | met | stated numbers right | met | in review | met "
        "| wrong outside review | met |",
        "|---|---|" + "---|" * (2 * len(COLUMNS)),
        *map(row, found),
    ]
    return "\n".join([*lines, ""])


def main(arguments: list[str] | None = None) -> None:
    """Measure, print and write."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="which; all of them by default")
    for name, size in (("structure", 900), ("prose", 600), ("fit", 1000), ("calibration", 1000)):
        parser.add_argument(f"--{name}", type=int, default=size, help="documents")
    parser.add_argument(
        "--each", type=int, default=100, help="held-out documents of a kind, at most"
    )
    parser.add_argument("--most", type=int, default=6000, help="held-out documents in all")
    parser.add_argument("--group", type=int, default=GROUP, help="kinds left out at once")
    parser.add_argument("--readers", action="store_true", help="learn headings and prose anew, too")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--cache", type=Path, help="of evidence; in WORK by default")
    parser.add_argument("--when", default="", help="date and machine, for the page")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    work = given.work or Path(tempfile.mkdtemp(prefix="left-out-"))
    work.mkdir(parents=True, exist_ok=True)
    made = page(run(given, work), vars(given), given.when and f", {given.when}, Python {platform.python_version()}")  # fmt: skip
    sys.stdout.write(made)
    if given.out:
        given.out.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
