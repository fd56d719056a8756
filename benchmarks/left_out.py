"""Leave one kind of damage out of training: python -m benchmarks.left_out [--work DIR] [--out docs/left_out.md]

For each kind of damage the models of headings, divisions and prose, the confidence model and its
threshold are learned from documents without that kind, and judged on held-out documents that have
it. What has been measured is kept in WORK, so that a run that was stopped goes on.
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
    read,
    sets_of,
    trusted,
    without,
)
from extractor.training.collect import Collected
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.training.corpus.operators import OPERATORS
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.train import DAMAGE

FIRST = 6_830_000_000  # numbers of held-out documents that nothing else uses
# Kinds that may change what the models of headings, divisions and prose have to read: these models are
# learned without them, too. For twelve kinds of every sort no share right moved by more than 0.0003 for that.
READ_OTHERWISE = frozenset(
    {
        "broken-words",
        "heading-numbers-lost",
        "headings-run-in",
        "level-1-lost",
        "level-2-lost",
        "no-tables-left",
        "one-line-report",
        "own-headings",
        "preamble-missing",
        "prose-contradiction",
    }
)
LEAST = 10  # documents of a kind; of fewer nothing is told
RIGHT, WRONG = 0.97, 0.01  # what is asked for: of settled fields right, wrong outside review
DONE = "done.jsonl"
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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One kind of damage: its documents, read by models that never met it and by models that did."""

    kind: str
    documents: int
    unmet: Shares
    met: Shares
    readers: bool = True  # whether the models of headings, divisions and prose never met it

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


def measure(kind: str, documents: Sequence[Generated], readers: Readers, known: Known) -> LeftOut:
    """Learn without the kind; judge on what has it."""
    seen = known.reading.of(documents)
    met = shares(known.trust, seen)
    trust = trusted(Sets(without(known.sets.fit, kind), without(known.sets.calibration, kind)))
    if kind in READ_OTHERWISE:
        with model_in_use(readers.without(kind)):
            seen = read(documents)
    return LeftOut(kind, len(documents), shares(trust, seen), met, kind in READ_OTHERWISE)


def run(given: argparse.Namespace, work: Path) -> list[LeftOut]:
    """All kinds, in the order of their names; those that were measured before are not repeated, nor
    those that another run with the same WORK has measured meanwhile."""
    readers = Readers(work, given.structure, given.prose)
    sets = sets_of(readers.all(), given.fit, given.calibration, given.cache or work / "cache")
    key = [sets.key, given.each, given.most]
    documents = held_out(given.kinds or OPERATORS, given.each, given.most)
    known = Known(sets, trusted(sets), Reading(readers.all()))
    for kind in sorted(documents, reverse=given.backwards):
        if kind in dict(_done(work / DONE, key)):
            continue
        one = measure(kind, documents[kind], readers, known)
        with (work / DONE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, **asdict(one)}) + "\n")
        print(f"{len(dict(_done(work / DONE, key)))}/{len(documents)} {row(one)}",
              file=sys.stderr, flush=True)  # fmt: skip
    done = dict(_done(work / DONE, key))
    return [done[kind] for kind in sorted(documents)]


def _done(path: Path, key: Sequence[Any]) -> Iterator[tuple[str, LeftOut]]:
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        made: dict[str, Any] = json.loads(line)
        if made.pop("key") == list(key):
            both = {name: Shares(**made.pop(name)) for name in ("unmet", "met")}
            yield made["kind"], LeftOut(**made, **both)


def row(one: LeftOut) -> str:
    """A line of the table."""
    told = [
        f"{shown[column]:.4f}"
        for column in COLUMNS
        for shown in (asdict(one.unmet), asdict(one.met))
    ]
    return (
        f"| {one.kind}{'' if one.readers else ' *'} | {one.documents} | " + " | ".join(told) + " |"
    )


def page(found: Sequence[LeftOut], sizes: Mapping[str, int], when: str) -> str:
    """The figures as Markdown, what was left out of what, and which kinds miss what is asked for."""
    short = [f"{one.kind} ({one.unmet.settled:.4f})" for one in found if one.unmet.settled < RIGHT]
    risky = [f"{one.kind} ({one.unmet.wrong:.4f})" for one in found if one.unmet.wrong > WRONG]
    lines = [
        "# A kind of damage that no model met",
        "",
        f"Written by `python -m benchmarks.left_out`{when}; do not edit.",
        "",
        "For each kind of damage the confidence model"
        f" ({sizes['fit']} generated documents) and its threshold ({sizes['calibration']}) were fitted on documents",
        "of split `calibration` without it, and judged on held-out documents that have it, among three to six kinds. Kinds that may change",
        "what the models of headings, of divisions and of prose have to read (without *) were left out of these, too",
        f"({sizes['structure']} and {sizes['prose']} documents of split `train`, less those that have the kind).",
        "*Met*: the same documents, nothing left out.",
        "",
        "Not left out: the rules of tables, cleaning and prose, which were written by people who knew these kinds; the sentences of",
        "their own that prose also learns from (no damage is done to them); where there is a *, those three models; and the documents",
        "for confidence were read by models that had met the kind, though these documents do not have it. The pages of its own that the",
        "model of headings also learns from in `duibiao train` are left out throughout, as they print damage of many kinds unnamed.",
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
    for name, size in (("structure", 900), ("prose", 600), ("fit", 600), ("calibration", 600)):
        parser.add_argument(f"--{name}", type=int, default=size, help="documents")
    parser.add_argument(
        "--each", type=int, default=100, help="held-out documents of a kind, at most"
    )
    parser.add_argument("--most", type=int, default=6000, help="held-out documents in all")
    parser.add_argument(
        "--backwards", action="store_true", help="for a second run beside the first"
    )
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
