"""The comparison before a model is replaced, on invented evidence and without the pipeline."""

import numpy as np
import pytest

from extractor.artefacts import save
from extractor.confidence import FEATURES
from extractor.training import contest as room
from extractor.training.collect import Collected, Request
from extractor.training.confidence import HARM, fit_confidence, save_confidence
from extractor.training.figures import forms

from .test_compare import by_form


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A good model and one whose truth was swapped for one form."""
    root = tmp_path_factory.mktemp("models")
    clean = by_form(1, 60)
    swapped = np.where(forms(clean) == "2019", ~clean.right, clean.right)
    poisoned = Collected(
        clean.evidence,
        swapped,
        *(getattr(clean, n) for n in ("missing", "kind", "document", "field", "tags")),
    )
    for name, data in (("good", clean), ("bad", poisoned)):
        save_confidence(root / name, fit_confidence(data, by_form(2, 20), error=0.01), {})
    return root


def ring(held):
    return room.Ring(Request("held-out", 0, len(held.tags)), held, None, None, None, (), None, 1)


def test_a_poisoned_model_is_refused_and_names_the_form(models):
    said = []
    found = room.contest(models / "good", models / "bad", ring(by_form(3, 40)), said.append)
    assert not found.promoted
    assert "2019" in {r.where for r in found.reasons}
    assert room.contest(models / "bad", models / "good", ring(by_form(3, 40)), said.append).promoted


def test_without_a_usable_model_in_use_there_is_nothing_to_compare(models, tmp_path):
    said = []
    assert room.contest(tmp_path, models / "good", ring(by_form(3, 2)), said.append) is None
    save(
        tmp_path / "confidence.skops",
        "confidence",
        {"a": 1},
        settings={"features": [*FEATURES[:-1]], "threshold": 0.5},
    )
    assert room.contest(tmp_path, models / "good", ring(by_form(3, 2)), said.append) is None
    assert len(said) == 1


def test_people_who_swap_the_labels_of_one_form_get_no_model_promoted(tmp_path):
    clean, calibration = by_form(1, 60), by_form(2, 20)
    save_confidence(tmp_path / "good", fit_confidence(clean, calibration, error=0.01), {})
    told = by_form(5, 40)
    one = forms(told) == "2019"
    for name, right in (
        ("honest", told.right),
        ("swapped", np.where(one, ~told.right, told.right)),
    ):
        fitted = fit_confidence(
            clean, calibration, (told.evidence[one], right[one]), error=0.01, steady=True
        )
        save_confidence(tmp_path / name, fitted, {})
    held = ring(by_form(3, 40))
    said = []
    assert room.contest(tmp_path / "good", tmp_path / "honest", held, said.append).promoted
    found = room.contest(tmp_path / "good", tmp_path / "swapped", held, said.append)
    assert not found.promoted
    assert "2019" in {r.where for r in found.reasons}


def test_a_few_slips_of_people_do_not_harm():
    clean, calibration, told = by_form(1, 60), by_form(2, 20), by_form(5, 40)
    slips = np.random.default_rng(0).random(len(told.right)) < 0.02
    plain = fit_confidence(clean, calibration, error=0.01, steady=True)
    taught = fit_confidence(
        clean, calibration, (told.evidence, told.right ^ slips), error=0.01, steady=True
    )
    assert taught.aurocs[taught.kind] >= plain.aurocs[plain.kind] - HARM
