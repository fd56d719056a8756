"""What parts of the extractor are worth: the same held-out documents without each of them.

    python -m benchmarks.ablations [--documents N] [--work DIR] [--out docs/ablations.md] [VARIANT ...]

A variant lacks a setting, a file of the model folder, or a function that stands in another's place
here. The models of headings and prose stay as they are, but for those without words, which are
learned anew. What a part is worth for confidence: trees over the evidence, fitted on every second
document, measured on the others. Evidence is kept in WORK: a run that was stopped goes on.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from rapidfuzz.process import cdist

from benchmarks import paired
from benchmarks.stream import OPTIONS, SPLIT, WORDINGS, edited, wording_edits
from benchmarks.unmet import read
from extractor.artefacts import save
from extractor.calibrated import Calibrated
from extractor.forms import load_forms
from extractor.pipeline import Settings
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import default_model_dir
from extractor.structure import hashing
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.tables.learned import ARTEFACT as TAUGHT
from extractor.tables.vocabulary import LABELS, vocabulary
from extractor.training.collect import Collected, Request, collect
from extractor.training.confidence import fit_trees, scored
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.training.metrics import Points
from extractor.training.prose.train import train_prose
from extractor.training.structure.train import train_structure
from extractor.training.train import DAMAGE, Sizes, read_by

FIRST = 6_940_000_000  # numbers of held-out documents that nothing else uses
Switch = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The extractor without a part: a setting, files of the model folder, or what `switch` changes.

    `anew`: the models of headings and prose are learned anew, as `switch` has it.
    """

    name: str
    settings: Settings = field(default_factory=Settings)
    lacks: tuple[str, ...] = ()
    switch: Switch = nullcontext
    anew: bool = False


@contextmanager
def official_labels_only() -> Iterator[None]:
    """Tables know no wordings of labels but the official ones."""
    with tempfile.TemporaryDirectory() as folder:
        labels = Path(folder) / "labels.json"
        known = json.loads(LABELS.read_text("utf-8"))
        labels.write_text(json.dumps({**known, "aliases": {}}), "utf-8")
        with patch("extractor.tables.reader.vocabulary", partial(vocabulary, labels=labels)):
            yield


@contextmanager
def equal_labels_only() -> Iterator[None]:
    """Tables know a label only where it is printed as it is known."""

    def equal(queries: Sequence[str], choices: Sequence[str], **options: Any) -> Any:
        exact = options | {"score_cutoff": 100}
        return cdist(queries, choices, **exact)

    vocabulary.cache_clear()  # it remembers what was compared before
    with patch("extractor.tables.recognise.cdist", equal):
        yield
    vocabulary.cache_clear()


@contextmanager
def characters_for_words() -> Iterator[None]:
    """No segmenter: every character is a word."""
    hashing.words.cache_clear()
    with patch("extractor.structure.hashing.cut", list), patch("extractor.prose.pipeline.words", list):  # fmt: skip
        yield
    hashing.words.cache_clear()


EVERYTHING = Variant("everything")
VARIANTS = (
    EVERYTHING,
    Variant("without identities", Settings(identities=False)),
    Variant("rules only for headings", lacks=(HEADINGS,)),
    Variant("rules only for reports and near misses", lacks=(STRETCHES,)),
    Variant("without spaCy's trained part", lacks=(PROSE,)),
    Variant("official wordings of labels only", switch=official_labels_only),
    Variant("labels must be equal", switch=equal_labels_only),
    Variant("without words (jieba)", switch=characters_for_words, anew=True),
)


def models(variant: Variant, work: Path) -> Path:
    """The model folder of a variant, below `work`."""
    folder = work / "models" / variant.name.replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if variant.anew:
        pages = read_by("stretches", Sizes().stretches)
        train_structure(read_by("structure", Sizes().structure), folder, pages)
        with model_in_use(folder):
            train_prose(read_by("prose", Sizes().prose), folder)
        return folder
    for path in default_model_dir().glob("*.skops"):
        if path.name not in variant.lacks:
            shutil.copyfile(path, folder / path.name)
    return folder


def run(variant: Variant, request: Request, work: Path) -> Collected:
    """The documents as the variant reads them."""
    with ExitStack() as stack:
        stack.enter_context(variant.switch())
        folder = default_model_dir() if variant == EVERYTHING else models(variant, work)
        stack.enter_context(model_in_use(folder))
        # What a switch changes is no part of the key under which evidence is kept.
        kept = work / "evidence" / variant.name.replace(" ", "-")
        started = process_time()
        found = collect(request, processes=1, settings=variant.settings, cache=kept)
        spent = process_time() - started
    print(f"{variant.name}: {spent:.0f} s of processor time", file=sys.stderr, flush=True)
    return found


def told(found: Collected) -> Points:
    """Fields of every second document that was found, as trees trust them that learned the others."""
    seen, odd = ~found.missing, found.document % 2 == 1
    trees = fit_trees(found.evidence[seen & ~odd], found.right[seen & ~odd])
    return scored(Calibrated(trees), found, seen & odd)


def compared(found: Mapping[str, Collected]) -> dict[str, dict[str, paired.Difference]]:
    """The figures of each variant against those of everything, by name."""
    base = found[EVERYTHING.name]
    documents = len(base.tags)
    weights = paired.resamples(documents)
    whole, sure = paired.ratios(base), told(base)
    wrong = paired.surest(sure, documents)
    made: dict[str, dict[str, paired.Difference]] = {}
    for name, one in found.items():
        mine = told(one)
        made[name] = {
            **{k: paired.compare(r, whole[k], weights) for k, r in paired.ratios(one).items()},
            "auroc": paired.compare_auroc(mine, sure, weights),
            "wrong among the surest 95 %": paired.compare(
                paired.surest(mine, documents), wrong, weights
            ),
        }
    return made


def strange_wordings(count: int) -> list[Generated]:
    """Documents in which twelve row labels have wordings that nobody ever met."""
    made, number = list[Generated](), FIRST + 500_000
    while len(made) < count:
        one = make_document(number, SPLIT, OPTIONS)
        number += 1
        if one.name.endswith(".txt") and len(one.gold["reports"]) == 1 and wording_edits(one):
            made.append(edited(one, wording_edits(one)))
    return made


def new_wordings() -> dict[str, list[str]]:
    """The new wordings by the official labels of their rows, as people would teach them."""
    rows = {cell.row for form in load_forms() for cell in form.fields if cell.row}
    made: dict[str, list[str]] = {}
    for old, new in json.loads(WORDINGS.read_text("utf-8")).items():
        for row in sorted(row for row in rows if old in row):
            made.setdefault(row, []).append(row.replace(old, new))
    return made


def taught(documents: Sequence[Generated], work: Path) -> dict[str, paired.Difference]:
    """Stated numbers right where wordings are new: taught, and without what was taught."""
    folder = models(EVERYTHING, work)
    save(folder / TAUGHT, "values", new_wordings())
    settings = {"taught": Settings(), "not taught": Settings(learned_labels=False)}
    with model_in_use(folder):
        found = {name: paired.ratios(read(documents, one)) for name, one in settings.items()}
    weights = paired.resamples(len(documents))
    key = "stated numbers right"
    return {
        name: paired.compare(one[key], found["taught"][key], weights) for name, one in found.items()
    }


def page(
    made: Mapping[str, Mapping[str, paired.Difference]],
    wordings: Mapping[str, paired.Difference],
    counts: tuple[int, int],
    when: str,
) -> str:
    """The figures as Markdown, a variant a column group."""
    base = made[EVERYTHING.name]
    lines = [
        "# Ablations",
        "",
        f"Written by `python -m benchmarks.ablations`{when}; do not edit.",
        "",
        f"n = {counts[0]} generated documents of split `held-out` from number {FIRST} on, three to six kinds of damage. In brackets: the",
        "difference to everything, and its 95 % interval (paired bootstrap over documents); bold where the interval leaves out 0; = where",
        "no document differs. The",
        "last two columns: trees over the evidence, fitted on every second document, measured on the others, of reports that were",
        "found; what a document leaves open counts as wrong.",
        "",
        "| variant | " + " | ".join(base) + " |",
        "|---|" + "---|" * len(base),
        *paired.rows({EVERYTHING.name: [f"{one.value:.4f}" for one in base.values()]}),
        *paired.rows(
            {
                name: [paired.cell(one) for one in row.values()]
                for name, row in made.items()
                if name != EVERYTHING.name
            }
        ),
        "",
        f"Wordings of labels learned from people: {counts[1]} documents in which twelve row labels have wordings never met (as in the",
        "learning curve); stated numbers right, with these wordings taught and without:",
        "",
        "| variant | stated numbers right |",
        "|---|---|",
        *paired.rows({name: [paired.cell(one)] for name, one in wordings.items()}),
    ]
    return "\n".join([*lines, ""])


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("variants", nargs="*", help="which, by name; all of them by default")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--wordings", type=int, default=200, help="documents with new wordings")
    parser.add_argument("--first", type=int, default=FIRST)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--when", default="", help="date and machine, for the page")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    work = given.work or Path(tempfile.mkdtemp(prefix="ablations-"))
    request = Request("held-out", given.first, given.documents, Options(damage=DAMAGE["held-out"]))
    chosen = [v for v in VARIANTS if v == EVERYTHING or not given.variants or v.name in given.variants]  # fmt: skip
    made = compared({variant.name: run(variant, request, work) for variant in chosen})
    wordings = taught(strange_wordings(given.wordings), work)
    when = given.when and f", {given.when}"
    text = page(made, wordings, (given.documents, given.wordings), when)
    sys.stdout.write(text)
    if given.out:
        given.out.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
