"""Linear models without their library: what it computes, from the files it wrote."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from extractor.artefacts import ArtefactError, load, pack, save
from extractor.linear import Linear, NotLinearError, probabilities
from extractor.linear_files import load_linear

FEATURES = 40


def samples(classes, seed=1):
    rng = np.random.default_rng(seed)
    rows = (rng.random((300, FEATURES)) < 0.2).astype(np.float32)
    labels = (rows[:, :classes] * np.arange(1, classes + 1)).sum(axis=1).astype(int) % classes
    return rows, labels


def fitted(classes):
    rows, labels = samples(classes)
    model = LogisticRegression(C=3.0).fit(rows, labels)
    model.coef_ = model.coef_.astype(np.float32)
    return model, rows


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_binary_rows_give_the_sums_of_the_library_bit_for_bit(classes):
    model, rows = fitted(classes)
    columns = [np.flatnonzero(row).tolist() for row in rows]
    columns[3] = []  # a row without any feature
    rows[3] = 0.0
    sums = Linear.of(model).sums(columns)
    theirs = model.decision_function(csr_matrix(rows)).reshape(len(rows), -1)
    assert np.array_equal(sums, theirs)
    assert np.allclose(probabilities(sums), model.predict_proba(csr_matrix(rows)), atol=1e-15)


@pytest.mark.parametrize("classes", [2, 4])
def test_scaled_rows_give_the_probabilities_of_the_library(tmp_path, classes):
    rows, labels = samples(classes)
    rows = rows.astype(np.float64) * 7 - 2
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, labels)
    path = tmp_path / "confidence.skops"
    save(path, "confidence", model, settings={"a": 1})
    artefact = load_linear(path, "confidence")
    assert isinstance(artefact.model, Linear)
    assert artefact.header.settings == {"a": 1}
    assert np.allclose(artefact.model.predict_proba(rows), model.predict_proba(rows), atol=1e-14)


def test_odds_beyond_all_measure_are_certain_and_warn_of_nothing():
    made = probabilities(np.array([[1e6], [-1e6]]))
    assert np.allclose(made, [[0.0, 1.0], [1.0, 0.0]])
    assert np.allclose(probabilities(np.array([[1e6, 0.0, -1e6]])), [[1.0, 0.0, 0.0]])


def test_several_models_in_one_file(tmp_path):
    path = tmp_path / "stretches.skops"
    model = fitted(3)[0]
    save(path, "stretches", {"classes": model, "cuts": fitted(2)[0]})
    loaded = load_linear(path, "stretches").model
    assert np.array_equal(loaded["classes"].weights, model.coef_.T)
    assert loaded["cuts"].weights.shape == (FEATURES, 1)


def test_another_estimator_is_built_as_usual(tmp_path):
    rows, labels = samples(2)
    for model in (
        HistGradientBoostingClassifier(max_iter=3).fit(rows, labels),
        make_pipeline(MinMaxScaler(), LogisticRegression()).fit(rows, labels),
    ):
        save(tmp_path / "m", "confidence", model)
        made = load_linear(tmp_path / "m", "confidence").model
        assert type(made) is type(model)
        assert np.array_equal(made.predict_proba(rows), model.predict_proba(rows))
        with pytest.raises(NotLinearError):
            Linear.of(model)


def damaged(path, change):
    """The file with its schema and arrays changed, the digest of the payload made to fit."""
    with zipfile.ZipFile(path) as archive:
        header = json.loads(archive.read("header.json"))
        inner = zipfile.ZipFile(io.BytesIO(archive.read("model.skops")))
    members = {name: inner.read(name) for name in inner.namelist()}
    schema = json.loads(members["schema.json"])
    change(schema["content"]["content"], members)
    members["schema.json"] = json.dumps(schema).encode()
    payload = pack(members)
    header["payload_sha256"] = hashlib.sha256(payload).hexdigest()
    path.write_bytes(pack({"header.json": json.dumps(header).encode(), "model.skops": payload}))


def test_damaged_and_untrusted_files_are_refused_as_ever(tmp_path):
    path = tmp_path / "headings.skops"
    save(path, "headings", fitted(3)[0])
    good = path.read_bytes()

    def code(change):
        path.write_bytes(good)
        damaged(path, change)
        with pytest.raises(ArtefactError) as caught:
            load_linear(path, "headings")
        return caught.value.code

    def array(own, members, made):
        buffer = io.BytesIO()
        np.save(buffer, made, allow_pickle=True)
        members[own["coef_"]["file"]] = buffer.getvalue()

    assert code(lambda own, _: own["coef_"].update(__class__="system")) == "untrusted-type"
    assert code(lambda own, _: own["coef_"].update(file="no.npy")) == "foreign"
    assert code(lambda own, _: own.pop("coef_")) == "damaged"
    assert code(lambda own, m: array(own, m, np.zeros((2, 5)))) == "damaged"
    assert code(lambda own, m: array(own, m, np.array([{}], dtype=object))) == "damaged"
    with pytest.raises(ArtefactError) as caught:
        load_linear(path, "stretches")
    assert caught.value.code == "kind"


def test_the_models_of_this_repository_need_no_library_but_numpy():
    folder = Path(__file__).parents[2] / "models" / "default"
    code = f"""
import sys
from pathlib import Path
from extractor.scoring import load_scorer
from extractor.structure.models import heading_model, stretch_model
folder = Path({str(folder)!r})
assert heading_model(folder) and stretch_model(folder) and load_scorer(folder).model
sys.exit(any(name in sys.modules for name in ("sklearn", "skops", "scipy", "pandas")))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_same_arrays_as_the_library_builds(tmp_path):
    path = tmp_path / "headings.skops"
    save(path, "headings", fitted(5)[0])
    ours, theirs = load_linear(path, "headings").model, Linear.of(load(path, "headings").model)
    for name in ("classes", "weights", "bias"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name))
