"""Training on real evidence: swapped answers about one form give a model that is refused."""

import random
from pathlib import Path
from shutil import copyfile

import pytest

from benchmarks.reviewer import answer, poisoned, sha
from extractor.annotations.files import write_annotations
from extractor.artefacts import restamp
from extractor.forms import modern_ids
from extractor.pipeline import Settings
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import packaged_model_dir
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Options, make_document
from extractor.training.judging import pair
from extractor.training.readings import Readings
from extractor.training.reuse import INPUTS, inputs_of
from extractor.training.train import READ, Plan, Sizes, train

FORM = "2019"
SIZES = Sizes(fit=60, calibration=30, held_out=60)
FIRST = 6_600_000_000


def quiet(_text):
    """Progress is not looked at."""


def started(folder: Path) -> Path:
    """Headings and prose that count as learned already."""
    folder.mkdir()
    structure = inputs_of("structure", (SIZES.structure, READ["structure"], ""))
    prose = inputs_of("prose", (SIZES.prose, READ["prose"], structure))
    for name, inputs in ((HEADINGS, structure), (STRETCHES, structure), (PROSE, prose)):
        copyfile(packaged_model_dir() / name, folder / name)
        restamp(folder / name, {INPUTS: inputs})
    return folder


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A folder with a model in use, documents of one form, and what a careful person says of them."""
    root = tmp_path_factory.mktemp("poison")
    plan = Plan(root / "model", SIZES, root / "cache", processes=1, steady=True,
                champion=started(root / "start"))  # fmt: skip
    assert train(plan, quiet)["verdict"] is None  # nothing to compare with
    options = Options(form=FORM, page="single", damage=(0, 2))
    many = [make_document(FIRST + n, "calibration", options) for n in range(16)]
    (root / "documents").mkdir()
    said, rng, ids = [], random.Random(0), modern_ids()
    with model_in_use(root / "model"):
        readings = Readings(Settings(), root / "cache")
        for one in many:
            (root / "documents" / one.name).write_bytes(one.data)
            found = readings.of(one.data, one.name)
            at = pair([one.gold["reports"][0]["span"]], found.spans)[0]
            if at is not None:
                told = [
                    answer(one, id, seen, rng, looks=9)
                    for id, seen in zip(ids, found.answers[at], strict=True)
                ]
                said += [statement for statement in told if statement is not None]
    return root, said, {(sha(one), 0): FORM for one in many}


def trained(root, name, said):
    """The verdict on a model that learned from these statements."""
    home = root / name
    write_annotations(home / "annotations" / "said.jsonl", said)
    plan = Plan(home / "model", SIZES, root / "cache", processes=1, steady=True, split=home,
                annotations=home / "annotations", documents=root / "documents",
                champion=root / "model")  # fmt: skip
    return train(plan, quiet)


def test_careful_answers_harm_no_form_and_swapped_ones_are_refused_with_the_form_named(room):
    root, said, forms = room
    honest = trained(root, "honest", said)
    assert honest["learned"]["reviewed fields"] > 1000
    # So few documents may well cost a little somewhere; the form that was answered loses nothing.
    assert FORM not in {reason["where"] for reason in honest["verdict"]["reasons"]}
    swapped = trained(root, "swapped", list(poisoned(said, forms, FORM)))
    assert not swapped["verdict"]["promoted"]
    assert FORM in {reason["where"] for reason in swapped["verdict"]["reasons"]}
    assert all(reason["message"] for reason in swapped["verdict"]["reasons"])


def test_a_run_that_learned_nothing_is_kept_and_says_so(room):
    root, said, _ = room
    silent = trained(root, "silent", said[:0])["verdict"]
    assert not silent["promoted"]
    assert [reason["code"] for reason in silent["reasons"]] == ["nothing-learned"]
    assert silent["won"] == silent["lost"] == []
    before, now = (silent["thresholds"][when] for when in ("before", "now"))
    assert before["threshold"] == now["threshold"]
    assert silent["changes"]["all"]["wrong outside review"]["value"] == 0
