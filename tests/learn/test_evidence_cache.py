"""Evidence that is kept is found again by what it was made from, not by where that lies."""

import shutil

import numpy as np
import pytest

from extractor.forms import DATA
from extractor.pipeline import Settings
from extractor.registry import MODEL_DIR_VARIABLE, default_model_dir
from extractor.training import collect as collecting
from extractor.training import reuse
from extractor.training.collect import Request, collect, dependencies
from extractor.training.readings import Readings


@pytest.fixture
def elsewhere(tmp_path):
    """The same forms and the same models in another folder."""
    shutil.copytree(DATA, tmp_path / "copy" / "forms")
    shutil.copytree(default_model_dir(), tmp_path / "copy" / "model")
    return Settings(forms=tmp_path / "copy" / "forms", model_dir=tmp_path / "copy" / "model")


def test_the_same_files_elsewhere_have_the_same_key(elsewhere, monkeypatch):
    here = dependencies()
    assert dependencies(Settings()) == here
    assert dependencies(elsewhere) == here
    monkeypatch.setenv(MODEL_DIR_VARIABLE, str(elsewhere.model_dir))
    assert dependencies() == here


def test_the_same_checkout_elsewhere_has_the_same_key(tmp_path, monkeypatch):
    here = dependencies()
    package = tmp_path / "checkout" / "extractor"
    shutil.copytree(reuse.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(reuse.corpus_data(), tmp_path / "checkout" / "annotations" / "corpus")
    monkeypatch.setattr(reuse, "PACKAGE", package)
    assert dependencies() == here
    with (package / "types.py").open("a") as code:
        code.write("\n")
    assert dependencies() != here


def test_what_changes_evidence_changes_the_key(elsewhere):
    keys = {dependencies(), dependencies(Settings(identities=False)), dependencies(Settings(learned_labels=False))}  # fmt: skip
    form = next(elsewhere.forms.glob("form-*.json"))
    form.write_bytes(form.read_bytes() + b"\n")
    keys.add(dependencies(elsewhere))
    (elsewhere.model_dir / "labels.skops").write_bytes(b"taught")
    keys.add(dependencies(elsewhere))
    assert len(keys) == 5


def test_what_is_fitted_from_evidence_does_not_change_the_key(elsewhere):
    (elsewhere.model_dir / "confidence.skops").write_bytes(b"another")
    assert dependencies(elsewhere) == dependencies()


def test_documents_are_not_read_again_for_forms_that_lie_elsewhere(
    tmp_path, elsewhere, monkeypatch
):
    request = Request("calibration", 6_860_900_000, 2)
    first = collect(request, cache=tmp_path / "cache", processes=1)
    monkeypatch.setattr(collecting, "_work", lambda task: pytest.fail("read again"))
    again = collect(request, cache=tmp_path / "cache", processes=1, settings=elsewhere)
    assert np.array_equal(first.evidence, again.evidence)
    assert first.tags == again.tags


def test_reviewed_documents_are_found_again_too(tmp_path, elsewhere, monkeypatch):
    data = "某县水务局2023年政府信息公开工作年度报告\n一、总体情况\n".encode()
    first = Readings(Settings(), tmp_path / "cache").of(data, "a.txt")
    monkeypatch.setattr("extractor.training.readings._read", lambda *_: pytest.fail("read again"))
    assert Readings(elsewhere, tmp_path / "cache").of(data, "a.txt").spans == first.spans
