"""One training at a time, nothing left of killed ones, unchanged models taken over."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from extractor.artefacts import load, read_header, save
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import Registry, default_model_dir, model_id
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.training import reuse
from extractor.training import train as training
from extractor.training.commands import train as train_command
from extractor.training.workspace import BusyError, put_in_place, workspace

HOLD = """
import sys
from pathlib import Path
from extractor.training.workspace import workspace
with workspace(Path(sys.argv[1])) as stage:
    (stage / "half").write_text("x")
    print("ready", flush=True)
    sys.stdin.read()
"""


def found(folder):
    """What lies in a folder, but for the file that is locked."""
    return [p.name for p in folder.rglob("*") if p.name != ".default.lock"]


def test_a_killed_run_leaves_nothing_at_the_next_start_and_no_second_runs_beside_it(tmp_path):
    out = tmp_path / "default"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout.readline() == b"ready\n"
        with pytest.raises(BusyError), workspace(out):
            pass
        os.kill(run.pid, signal.SIGKILL)
    assert [p.name for p in tmp_path.iterdir()] != []
    with workspace(out) as stage:
        assert found(tmp_path) == [stage.name]
        (stage / "model").write_text("new")
        put_in_place(stage, out)
    assert found(tmp_path) == ["default", "model"]


def test_a_model_moved_aside_by_a_killed_run_is_put_back(tmp_path):
    (tmp_path / ".default-before").mkdir()
    (tmp_path / ".default-before" / "model").write_text("old")
    with pytest.raises(RuntimeError), workspace(tmp_path / "default"):
        raise RuntimeError
    assert found(tmp_path) == ["default", "model"]


def model(folder, number):
    save(folder / "m.skops", "values", {"number": number})
    return model_id(folder)


def test_a_model_that_is_replaced_is_kept_under_its_id(tmp_path):
    out = tmp_path / "default"
    first = model(out, 1)
    for number, kept in ((2, first), (2, None)):  # the same model again replaces nothing
        with workspace(out) as stage:
            second = model(stage, number)
            found = put_in_place(stage, out, keep=True)
        assert found == (kept and tmp_path / f"default-before-{kept}")
    assert (model_id(out), model_id(tmp_path / f"default-before-{first}")) == (second, first)
    out.rename(tmp_path / ".default-before")  # a run that was killed after the swap
    third = model(out, 3)
    with pytest.raises(RuntimeError), workspace(out):
        raise RuntimeError
    assert model_id(tmp_path / f"default-before-{second}") == second
    assert model_id(out) == third


def test_the_command_writes_over_no_model_of_a_registry(tmp_path, monkeypatch):
    registry = Registry(tmp_path / "registry")
    model(tmp_path / "one", 1)
    folder = registry.promote(registry.add(tmp_path / "one"))
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(registry.root))
    for words in ([], ["--out", str(folder)]):
        refused = CliRunner().invoke(train_command, words)
        assert refused.exit_code == 2
        assert "--out" in refused.output


def test_models_of_the_same_inputs_are_taken_over_and_others_are_not(tmp_path):
    stage, keep, later = tmp_path / "a", tmp_path / "keep", tmp_path / "b"
    stage.mkdir()
    later.mkdir()
    save(stage / "m.skops", "values", {"a": 1}, data={"documents": "00"})
    reuse.stamp("11", ["m.skops"], stage, keep)
    assert read_header(stage / "m.skops").data == {"documents": "00", "inputs": "11"}
    assert load(stage / "m.skops", "values").model == {"a": 1}
    assert not reuse.take_over("22", ["m.skops"], later, [tmp_path / "none", keep])
    assert not list(later.iterdir())
    assert reuse.take_over("11", ["m.skops"], later, [tmp_path / "none", keep])
    assert (later / "m.skops").read_bytes() == (stage / "m.skops").read_bytes()
    (keep / "m.skops").write_bytes(b"damaged")
    assert not reuse.take_over("11", ["m.skops"], later, [keep])


def test_inputs_change_with_code_data_and_number(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = reuse.digest_files([tmp_path], ("x", 1))
    assert reuse.digest_files([tmp_path], ("x", 1)) == first
    assert reuse.digest_files([tmp_path], ("x", 2)) != first
    (tmp_path / "b.toml").write_text("2")
    second = reuse.digest_files([tmp_path], ("x", 1))
    (tmp_path / "b.toml").write_text("3")
    assert len({first, second, reuse.digest_files([tmp_path], ("x", 1))}) == 3
    assert reuse.inputs_of("structure", 5) == reuse.inputs_of("structure", 5)
    assert reuse.inputs_of("structure", 5) != reuse.inputs_of("prose", 5)


def test_prose_is_learned_under_the_headings_of_the_same_run(tmp_path, monkeypatch):
    asked = {}

    def learner(part, names):
        def learn(documents, out, pages=()):
            asked[part] = [one.text for one in (*documents, *pages)], default_model_dir()
            for name in names:
                save(out / name, "values", {part: 1})

        return learn

    monkeypatch.setattr(training, "train_structure", learner("structure", (HEADINGS, STRETCHES)))
    monkeypatch.setattr(training, "train_prose", learner("prose", (PROSE,)))
    stage, said = tmp_path / "stage", []
    stage.mkdir()
    sizes = training.Sizes(structure=4, stretches=2, prose=4)
    plan = training.Plan(tmp_path / "out", sizes, cache=tmp_path / "cache")
    training._learn_readers(stage, plan, said.append)
    assert asked["prose"][1] == stage != asked["structure"][1]
    assert asked["prose"][0] != asked["structure"][0]  # pages here, what tells in words there
    asked.clear()
    training._learn_readers(stage, plan, said.append)
    assert not asked  # the same documents and headings: both are taken over
    for more in ({"structure": 5}, {"stretches": 3}):
        asked.clear()
        training._learn_readers(stage, replace(plan, sizes=replace(sizes, **more)), said.append)
        assert set(asked) == {"structure", "prose"}  # other headings, so prose anew


def test_a_retraining_takes_over_readers_from_other_inputs_unless_people_taught_them(
    tmp_path, monkeypatch
):
    learned = []

    def learner(part, names):
        def learn(documents, out, pages=()):
            learned.append(part)
            assert len([*documents, *pages]) == {"structure": 6, "prose": 4}[part]
            for name in names:
                save(out / name, "values", {part: "anew"})

        return learn

    monkeypatch.setattr(training, "train_structure", learner("structure", (HEADINGS, STRETCHES)))
    monkeypatch.setattr(training, "train_prose", learner("prose", (PROSE,)))
    champion, packaged = tmp_path / "champion", tmp_path / "packaged"
    monkeypatch.setattr(training, "packaged_model_dir", lambda: packaged)
    for folder, taught in ((champion, {"reviewed": "3"}), (packaged, {"inputs": "of older code"})):
        for name in (HEADINGS, STRETCHES):
            save(folder / name, "values", {"from": folder.name}, data=taught)
    save(champion / PROSE, "values", {"from": "champion"}, data={"inputs": "of older code"})
    stage, said = tmp_path / "stage", []
    stage.mkdir()
    sizes = training.Sizes(structure=4, stretches=2, prose=4)
    plan = training.Plan(tmp_path / "out", sizes, champion=champion, readers_stay=True)
    training._learn_readers(stage, plan, said.append)
    assert learned == []
    assert load(stage / HEADINGS, "values").model == {"from": "packaged"}  # not what people taught
    assert load(stage / PROSE, "values").model == {"from": "champion"}
    training._learn_readers(stage, replace(plan, readers_stay=False), said.append)
    assert learned == ["structure", "prose"]
    told = [one.zh for one in said[2:]]
    assert [one for one in told if "/" in one] == ["结构：0/6", "正文：0/4"]
    assert "结构：拟合" in told
    assert said[2].en == "structure: 0/6"
    assert str(said[2]) == "结构：0/6 / structure: 0/6"


def test_the_command_takes_as_many_documents_as_the_default_model():
    sizes = training.Sizes()
    given = {one.name: one.default for one in train_command.params}
    assert {name: given[name] for name in ("fit", "calibration", "held_out")} == {
        "fit": sizes.fit, "calibration": sizes.calibration, "held_out": sizes.held_out
    }  # fmt: skip
