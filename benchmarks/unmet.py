"""Models that have not met some documents, and how far they are trusted: what `left_out` fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.novelty import Familiar
from extractor.pipeline import Settings
from extractor.structure.wordings import load_wordings
from extractor.training.collect import Collected, collect, dependencies, join, pack, unpack
from extractor.training.confidence import Fitted, fit_confidence
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated
from extractor.training.familiar import learn_familiar
from extractor.training.judging import judge
from extractor.training.metrics import Points
from extractor.training.promise import as_reported, keep_promise
from extractor.training.prose.samples import Sample, from_documents
from extractor.training.prose.train import own_samples, save_prose
from extractor.training.reuse import inputs_of
from extractor.training.structure.corpus import example_of
from extractor.training.structure.samples import Samples
from extractor.training.structure.samples import collect as samples_of
from extractor.training.structure.train import save_structure
from extractor.training.threshold import ERROR
from extractor.training.train import READ, generated, read_by

PER_ROW = ("right", "missing", "kind", "field", "evidence")
EVERYTHING = "everything"
# Of learning divisions: 50 and training's 120 gave models that read 250 documents alike.
ROUNDS = 50
Kinds = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sets:
    """Judged documents that the confidence model and its threshold come from."""

    fit: Collected
    calibration: Collected
    key: str = ""  # of everything that they depend on


@dataclass(frozen=True, slots=True)
class Trusted:
    """A confidence model with its threshold, and what is familiar to it."""

    fitted: Fitted
    familiar: Familiar

    def judged(self, seen: Collected) -> Points:
        """Judged answers with the confidence that extraction would give them."""
        return as_reported(self.fitted, seen, self.familiar)


class Readers:
    """Model folders of headings, divisions and prose, each learned without some kind of damage.

    What documents teach is worked out once; a folder that stands below `home` already is kept.
    """

    def __init__(self, home: Path, structure: int, prose: int) -> None:
        self.counts = structure, prose
        self.home = home / f"readers-{self._inputs()}"

    def without(self, kinds: Kinds) -> Path:
        """The folder of the models that met every kind but these."""
        return self._folder("+".join(sorted(kinds)) or EVERYTHING, kinds)

    def _inputs(self) -> str:
        both = zip(("structure", "prose"), self.counts, strict=True)
        parts = [inputs_of(part, (count, READ[part], ROUNDS)) for part, count in both]
        return sha256("".join(parts).encode()).hexdigest()[:12]

    def _folder(self, name: str, without: Kinds) -> Path:
        folder = self.home / name
        if not (folder / "complete").exists():
            folder.mkdir(parents=True, exist_ok=True)
            save_structure(self._pages(without), {}, folder, ROUNDS)
            told, kinds = self._told
            kept = [one for one in told if not without & kinds[one.group]]
            save_prose(kept, self._own, folder)
            (folder / "complete").touch()
        return folder

    def _pages(self, without: Kinds) -> Samples:
        """What the documents without some kinds teach about headings and divisions."""
        made = Samples()
        for kinds, one in self._each:
            if not without & kinds:
                made.headings += one.headings
                made.heading_labels += one.heading_labels
                made.pages += one.pages
        return made

    @cached_property
    def _each(self) -> list[tuple[Kinds, Samples]]:
        wordings = load_wordings()
        return [
            (kinds_of(one), samples_of([example_of(one)], wordings, number))
            for number, one in enumerate(read_by("structure", self.counts[0]))
        ]

    @cached_property
    def _told(self) -> tuple[list[Sample], list[Kinds]]:
        """Cases of prose, their sections as models that met every kind read them; the documents' kinds."""
        many = list(read_by("prose", self.counts[1]))
        with TemporaryDirectory() as folder:
            save_structure(self._pages(frozenset()), {}, Path(folder), ROUNDS)
            with model_in_use(Path(folder)):
                return from_documents(many), [kinds_of(one) for one in many]

    @cached_property
    def _own(self) -> tuple[list[Sample], list[Sample]]:
        return own_samples()


def kinds_of(one: Generated) -> Kinds:
    """The damage of a document."""
    return frozenset(one.gold["tags"]["damage"])


def sets_of(fit: int, calibration: int, cache: Path) -> Sets:
    """The documents for confidence, read by the models in use."""
    found = [
        collect(generated(use, count), cache=cache, processes=1)
        for use, count in (("fit", fit), ("calibration", calibration))
    ]
    return Sets(*found, f"{dependencies()} {fit} {calibration}")


def without(collected: Collected, kinds: Kinds) -> Collected:
    """The documents that have none of some kinds of damage."""
    keep = [i for i, tag in enumerate(collected.tags) if kinds.isdisjoint(tag["damage"])]
    number = np.full(len(collected.tags), -1)
    number[keep] = np.arange(len(keep))
    rows: NDArray[np.bool_] = number[collected.document] >= 0
    return Collected(
        document=number[collected.document][rows],
        tags=tuple(collected.tags[i] for i in keep),
        pieces=tuple(collected.pieces[i] for i in keep),
        **{name: getattr(collected, name)[rows] for name in PER_ROW},
    )


def read(documents: Sequence[Generated], settings: Settings | None = None) -> Collected:
    """The documents read with the models in use, and judged."""
    how = settings or Settings()
    return join([unpack(pack([judge(o.data, o.name, o.gold, how) for o in documents]))])


class Reading:
    """Documents as the models of a folder read them, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: dict[str, dict[str, Any]] = {}

    def of(self, documents: Sequence[Generated]) -> Collected:
        """The documents, read and judged; they are known by their names."""
        with model_in_use(self.folder):
            for one in documents:
                if one.name not in self.parts:
                    judged = judge(one.data, one.name, one.gold, Settings())
                    self.parts[one.name] = unpack(pack([judged]))
        return join([self.parts[one.name] for one in documents])


def trusted(sets: Sets) -> Trusted:
    """How far answers are trusted after what the sets teach, as `duibiao train` does it."""
    fitted = fit_confidence(sets.fit, sets.calibration, steady=True)
    with TemporaryDirectory() as folder:
        familiar = learn_familiar(sets.fit, (), Path(folder))
    return Trusted(keep_promise(fitted, sets.calibration, familiar, None, ERROR), familiar)
