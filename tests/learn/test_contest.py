"""The comparison before a model is replaced, on invented evidence and without the pipeline."""

import numpy as np
import pytest

from extractor.artefacts import save
from extractor.confidence import FEATURES
from extractor.training import contest as room
from extractor.training.collect import Collected, Request
from extractor.training.confidence import fit_confidence, save_confidence
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
