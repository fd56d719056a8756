"""Model files: the same in, the same bytes out; anything else is refused with what was expected."""

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import skops.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import make_pipeline, make_union

from extractor.artefacts import (
    EPOCH,
    ArtefactError,
    load,
    pack,
    read_header,
    save,
    write_atomically,
)


def trees(seed=0):
    rng = np.random.default_rng(seed)
    x = rng.random((200, 3))
    return HistGradientBoostingClassifier(max_iter=4, random_state=0).fit(x, x[:, 0] > 0.5), x


@pytest.fixture
def saved(tmp_path):
    model, x = trees()
    path = tmp_path / "confidence.skops"
    save(
        path,
        "confidence",
        {"model": model, "names": ["a", "b", "c"]},
        labels=["right"],
        data={"gold": "ab" * 32},
        settings={"depth": 3},
        seed=7,
    )
    return path, model, x


def test_what_was_saved_comes_back_with_its_header(saved):
    path, model, x = saved
    artefact = load(path, "confidence")
    assert np.array_equal(artefact.model["model"].predict_proba(x), model.predict_proba(x))
    assert artefact.header.labels == ("right",)
    assert artefact.header.data == {"gold": "ab" * 32}
    assert artefact.header.settings == {"depth": 3}
    assert artefact.header.seed == 7
    assert "scikit-learn" in read_header(path).libraries


def test_the_same_training_gives_the_same_bytes_in_another_process(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); import test_artefacts as t\n"
        "t.save_text_model(sys.argv[1])"
    )
    for number in (1, 2):
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "OMP_NUM_THREADS": "1"}
        subprocess.run(
            [
                sys.executable,
                "-c",
                script,
                str(tmp_path / f"{number}.skops"),
                str(Path(__file__).parent),
            ],
            check=True,
            env=environment,
        )
    assert (tmp_path / "1.skops").read_bytes() == (tmp_path / "2.skops").read_bytes()


def save_text_model(path):
    texts, labels = ["总体情况", "其他事项", "申请", "收费"] * 10, ["a", "b", "c", "b"] * 10
    model = make_pipeline(
        make_union(TfidfVectorizer(analyzer="char"), HashingVectorizer(n_features=32)),
        CalibratedClassifierCV(SGDClassifier(random_state=0), ensemble=False, cv=2),
    )
    save(path, "headings", {"model": model.fit(texts, labels), "set": {"x", "y", "z"}})


def test_bytes_do_not_depend_on_where_objects_lie_in_memory(tmp_path):
    digests = {save(tmp_path / "m", "confidence", trees()[0]) for _ in range(3)}
    assert len(digests) == 1
    artefact = load(tmp_path / "m", "confidence")
    assert save(tmp_path / "n", "confidence", artefact.model) in digests


def refused(path, kind="confidence"):
    with pytest.raises(ArtefactError) as caught:
        load(path, kind)
    assert caught.value.expected
    assert caught.value.found
    assert path.name in str(caught.value)
    return caught.value.code


def test_foreign_files_are_refused(tmp_path, saved):
    path = tmp_path / "x.skops"
    assert refused(path) == "missing"
    path.write_bytes(pickle.dumps({"a": 1}))
    assert refused(path) == "pickle"
    path.write_bytes(b"")
    assert refused(path) == "foreign"
    path.write_bytes(b"hello world")
    assert refused(path) == "foreign"
    skops.io.dump(LogisticRegression(), path)
    assert refused(path) == "foreign"
    path.write_bytes(pack({"header.json": b"[" * 100_000}))
    assert refused(path) == "damaged"
    path.write_bytes(pack({"header.json": b'{"magic": "other"}'}))
    assert refused(path) == "foreign"
    assert refused(saved[0], "headings") == "kind"
    assert refused(saved[0], "no such kind") == "unknown-kind"


def changed(path, **entries):
    """The same artefact with other header entries."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["header.json"] = json.dumps({**json.loads(members["header.json"]), **entries}).encode()
    path.write_bytes(pack(members))
    return path


def test_other_versions_and_headers_are_refused(saved):
    path = saved[0]
    good = path.read_bytes()
    for entries, code in (
        ({"format_version": 2}, "format-version"),
        ({"libraries": {"scikit-learn": "0.9.1", "skops": "0.16.0"}}, "library-version"),
        ({"libraries": {}}, "library-version"),
        ({"payload_sha256": "0" * 64}, "damaged"),
        ({"payload": "../../etc/passwd"}, "foreign"),
        ({"labels": "x"}, "damaged"),
    ):
        path.write_bytes(good)
        assert refused(changed(path, **entries)) == code


def test_a_type_that_the_kind_does_not_list_is_never_built(tmp_path, saved):
    with pytest.raises(ArtefactError) as caught:
        save(tmp_path / "y", "values", LogisticRegression())
    assert caught.value.code == "untrusted-type"
    assert not (tmp_path / "y").exists()
    assert refused(changed(saved[0], kind="values"), "values") == "untrusted-type"


def test_a_schema_that_names_a_function_is_refused(tmp_path):
    path = tmp_path / "z"
    save(path, "values", {"a": 1})
    with zipfile.ZipFile(path) as archive:
        inner = zipfile.ZipFile(io.BytesIO(archive.read("model.skops")))
        schema = json.loads(inner.read("schema.json"))
    schema["content"]["a"]["__module__"], schema["content"]["a"]["__class__"] = "os", "system"
    payload = pack({"schema.json": json.dumps(schema).encode()})
    with zipfile.ZipFile(path) as archive:
        header = json.loads(archive.read("header.json"))
    header["payload_sha256"] = hashlib.sha256(payload).hexdigest()
    path.write_bytes(pack({"header.json": json.dumps(header).encode(), "model.skops": payload}))
    assert refused(path, "values") == "untrusted-type"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing(saved, place, change):
    path, model, x = saved
    good = path.read_bytes()
    damaged = bytearray(good)
    damaged[int(place * len(good))] ^= change
    other = path.with_name("damaged.skops")
    other.write_bytes(damaged)
    try:
        # What still loads had its change in the zip's own bookkeeping.
        artefact = load(other, "confidence")
    except ArtefactError:
        return
    assert np.array_equal(artefact.model["model"].predict_proba(x), model.predict_proba(x))


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "model"
    write_atomically(path, b"old")

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["model"]


def test_bytes_are_a_payload_and_times_are_constant(tmp_path):
    save(tmp_path / "s", "spacy", b"\x01\x02")
    assert load(tmp_path / "s", "spacy").model == b"\x01\x02"
    with zipfile.ZipFile(tmp_path / "s") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {EPOCH}
