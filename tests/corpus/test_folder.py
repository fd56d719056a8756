"""Folders of documents and gold, the command, and the densified seeds."""

import importlib.util
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.forms import modern_ids
from extractor.training.corpus.command import make
from extractor.training.corpus.corpus import make_corpus
from extractor.training.corpus.densify import densify_folder
from extractor.training.corpus.document import Options
from extractor.training.corpus.solver import failing

SHARED = Path(__file__).parents[3] / "shared"
STORED = Path(__file__).parents[2] / "annotations" / "seeds"
needs_score = pytest.mark.skipif(
    not (SHARED / "score.py").is_file(), reason="score.py is not at hand"
)
needs_seeds = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="the seed documents are not at hand"
)


def as_result(gold):
    reports = []
    for truth in gold["reports"]:
        fields = {}
        for id in modern_ids():
            field = truth["fields"].get(id, {"value": None, "state": "absent"})
            fields[id] = {**field, "span": truth["spans"]["fields"].get(id), "confidence": 0.99}
        reports.append(
            {
                "span": truth["span"],
                "agency": {"value": truth["agency"][0]},
                "year": {"value": truth["year"]},
                "form": {"value": truth["form"]},
                "fields": fields,
                "legacy": truth.get("legacy", {}),
                "facts": truth["facts"],
                "sections": truth["sections"],
                "review": [],
                "checks": [{"id": "conflict", "status": "fail", "fields": truth["conflicts"]}],
            }
        )
    return {"reports": reports, "rejected": gold["rejected"]}


@needs_score
@pytest.mark.parametrize("split", ["train", "held-out"])
def test_the_truth_itself_scores_one(tmp_path, split):
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    (tmp_path / "results").mkdir()
    for one in make_corpus(5, 40, tmp_path, split, Options(damage=(2, 6))):
        name = Path(one.name).stem
        result = json.dumps(as_result(one.gold))
        (tmp_path / "results" / f"{name}.json").write_text(result, "utf-8")
    figures, mistakes = score.score(tmp_path / "gold", tmp_path / "results", tmp_path / "docs")
    assert mistakes == []
    for name, figure in figures.items():
        if name.endswith(("right", "recall", "precision", "spans", "flagged")) or name in (
            "year",
            "agency",
            "form",
        ):
            assert figure == 1.0 or math.isnan(figure), name
    assert figures["reports spurious"] == 0


def test_the_command_writes_documents_and_gold(tmp_path):
    arguments = [
        "--seed",
        "3",
        "--count",
        "4",
        "--out",
        str(tmp_path),
        "--split",
        "held-out",
        "--damage",
        "3-6",
    ]
    done = CliRunner().invoke(make, arguments)
    assert done.exit_code == 0, done.output
    names = {p.stem for p in (tmp_path / "docs").iterdir()}
    assert len(names) == 4
    assert names == {p.stem for p in (tmp_path / "gold").iterdir()}


@pytest.mark.parametrize("damage", ["6-3", "x", "-1"])
def test_the_command_refuses_a_wrong_range(tmp_path, damage):
    done = CliRunner().invoke(
        make, ["--seed", "1", "--count", "1", "--out", str(tmp_path), f"--damage={damage}"]
    )
    assert done.exit_code == 2


@needs_seeds
def test_densified_seeds_keep_the_identities_and_print_no_zero(tmp_path):
    names = densify_folder(SHARED / "seeds", STORED, tmp_path)
    assert len(names) == 5
    stated = 0
    for name in names:
        gold = json.loads((tmp_path / "gold" / f"{name}.json").read_text("utf-8"))
        text = (tmp_path / "docs" / f"{name}.txt").read_bytes().decode()
        for report in gold["reports"]:
            known = {i: f["value"] for i, f in report["fields"].items() if f["value"] is not None}
            assert failing(known) == []
            for id, (start, end) in report["spans"]["fields"].items():
                field = report["fields"].get(id) or report["legacy"][id]
                assert float(text[start:end]) == field["value"] != 0
                stated += 1
    assert stated > 1000
