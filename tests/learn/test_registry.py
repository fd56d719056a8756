"""The registry: one step at a time, recorded, and never a half model in use."""

import json
import threading

import pytest
from click.testing import CliRunner

from extractor.artefacts import save
from extractor.registry import Registry, RegistryError, default_model_dir, model_id, pinned
from extractor.training.commands import models


def model(folder, number):
    save(folder / "confidence.skops", "values", {"number": number})
    (folder / "metrics.json").write_text(json.dumps({"auroc": number}))
    return folder


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "registry")


@pytest.fixture
def two(tmp_path, registry):
    return [registry.add(model(tmp_path / f"m{n}", n)) for n in (1, 2)]


def test_promote_and_roll_back(registry, two):
    assert registry.current() is None
    registry.promote(two[0], why="first")
    registry.promote(two[1])
    assert registry.current().name == two[1]
    assert [(e.id, e.current, e.metrics) for e in registry.list()] == [
        (two[0], False, {"auroc": 1}),
        (two[1], True, {"auroc": 2}),
    ]
    assert registry.rollback().name == two[0]
    assert [e["what"] for e in registry.history()] == [
        "add",
        "add",
        "promote",
        "promote",
        "rollback",
    ]
    with pytest.raises(RegistryError, match="no such model") as caught:
        Registry(registry.root / "other").promote("x")
    assert caught.value.code == "unknown-model"


def test_the_same_model_is_one_model(tmp_path, registry, two):
    assert registry.add(model(tmp_path / "again", 1)) == two[0]
    assert len(registry.list()) == 2


@pytest.mark.parametrize("name", ["../m1", ".", "..", "nosuch", "", "a/b"])
def test_unknown_models_are_refused(registry, two, name):
    with pytest.raises(RegistryError) as caught:
        registry.promote(name)
    assert caught.value.code == "unknown-model"
    assert registry.current() is None


def test_a_damaged_model_is_refused_and_the_one_in_use_stays(registry, two):
    registry.promote(two[0])
    path = registry.models / two[1] / "confidence.skops"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RegistryError) as caught:
        registry.promote(two[1])
    assert caught.value.code == "damaged-model"
    assert registry.current().name == two[0]
    assert registry.list()[1].reason


def test_no_rollback_without_a_model_before(registry, two):
    with pytest.raises(RegistryError) as caught:
        registry.rollback()
    assert caught.value.code == "no-model"
    registry.promote(two[0])
    with pytest.raises(RegistryError) as caught:
        registry.rollback()
    assert caught.value.code == "nothing-before"


@pytest.fixture
def four(tmp_path, registry):
    return [registry.add(model(tmp_path / f"f{n}", 10 + n)) for n in range(4)]


def back(registry, times):
    """Where so many rollbacks lead, and whether one more would lead on."""
    return [registry.rollback().name for _ in range(times)], registry.before()


def test_rollbacks_go_further_back_and_never_to_what_was_rolled_back_from(registry, four):
    for id in four[:3]:
        registry.promote(id)
    assert registry.before() == four[1]
    assert back(registry, 2) == ([four[1], four[0]], None)
    with pytest.raises(RegistryError) as caught:
        registry.rollback()
    assert caught.value.code == "nothing-before"
    assert registry.current().name == four[0]
    registry.promote(four[3])  # upon the first, not upon those that were rolled back from
    assert back(registry, 1) == ([four[0]], None)
    registry.promote(four[2])  # explicitly again
    registry.promote(four[2])
    registry.promote(four[1])
    assert back(registry, 2) == ([four[2], four[0]], None)


def test_a_change_without_effect_is_no_place_to_go_back_to(registry, four):
    registry.promote(four[0])
    registry._record("promote", four[1], four[0])  # and then the process was killed
    assert registry.before() is None
    registry.promote(four[2])
    assert back(registry, 1) == ([four[0]], None)


def test_rollbacks_of_earlier_versions_count_as_such(registry, four):
    for id in four[:3]:
        registry.promote(id)
    registry.promote(four[1], why="rollback by somebody")
    assert back(registry, 1) == ([four[0]], None)


def test_a_torn_last_line_of_the_journal_is_survived(registry, two):
    with registry.journal.open("a") as file:
        file.write('{"what": "prom')
    registry.promote(two[0])
    assert [e["what"] for e in registry.history()] == ["add", "add", "promote"]


def test_readers_see_whole_models_while_others_promote(registry, two):
    registry.promote(two[0])
    seen, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            seen.add(model_id(registry.current()))

    reader = threading.Thread(target=read)
    reader.start()
    writers = [threading.Thread(target=registry.promote, args=(id,)) for id in two * 5]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stop.set()
    reader.join()
    assert seen <= set(two)
    assert len(registry.history()) == 13


def test_the_promoted_model_is_the_default(registry, two, monkeypatch, tmp_path):
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(registry.root))
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    registry.promote(two[1])
    assert default_model_dir() == registry.models / two[1]
    monkeypatch.setenv("DUIBIAO_MODEL", str(tmp_path))
    assert default_model_dir() == tmp_path
    assert default_model_dir("elsewhere").name == "elsewhere"
    assert model_id(tmp_path / "none") == "rules"


def test_the_commands(tmp_path, registry):
    def run(*words):
        return CliRunner().invoke(models, ["--registry", str(registry.root), *words])

    assert "no models" in run("list").output
    for number in (1, 2):
        assert run("promote", str(model(tmp_path / f"c{number}", number))).exit_code == 0
    second = model_id(tmp_path / "c2")
    assert f"* {second}" in run("list").output
    assert model_id(tmp_path / "c1") in run("rollback").output
    failed = run("promote", "nosuch")
    assert failed.exit_code == 1
    assert "no such model" in failed.output


def test_a_document_is_read_by_one_model_whatever_is_promoted_meanwhile(registry, two, monkeypatch):
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(registry.root))
    registry.promote(two[0])
    with pinned(default_model_dir()):
        registry.promote(two[1])
        assert default_model_dir().name == two[0]
    assert default_model_dir().name == two[1]
