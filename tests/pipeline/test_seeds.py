"""The figures that the seeds must show, and the densified seeds; they stand beside the repository."""

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from extractor.pipeline import extract_bytes
from extractor.training.corpus.densify import densify_folder

ANNOTATIONS = Path(__file__).parent.parent.parent / "annotations" / "seeds"
ALL_RIGHT = (
    "report spans", "rejected right", "year", "agency", "form", "fields right", "states right",
    "stated numbers right", "stated non-zero right", "conflicts flagged", "legacy right", "spans right",
)  # fmt: skip


@pytest.fixture
def judge(shared, tmp_path):
    """Extract a folder's pages and score them against its gold."""
    spec = spec_from_file_location("score", shared / "score.py")
    score = module_from_spec(spec)
    spec.loader.exec_module(score)

    def run(docs, gold):
        for path in sorted(docs.glob("*.txt")):
            result = json.dumps(extract_bytes(path.read_bytes(), path.name))
            (tmp_path / f"{path.stem}.json").write_text(result, "utf-8")
        return score.score(gold, tmp_path, docs)

    return run


@pytest.fixture(autouse=True)
def no_bytecode(monkeypatch):
    """The shared folder is read only."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)


def test_the_seeds(shared, judge):
    figures, mistakes = judge(shared / "seeds", shared / "gold")
    assert {name: figures[name] for name in ALL_RIGHT} == dict.fromkeys(ALL_RIGHT, 1.0), mistakes
    assert (figures["reports"], figures["reports found"], figures["reports spurious"]) == (
        12,
        12,
        0,
    )
    assert figures["wrong outside review"] == 0
    assert figures["in review"] <= 0.05
    for name in ("sections recall", "sections precision", "facts recall"):
        assert figures[name] >= 0.95, (name, mistakes)
    assert figures["facts precision"] >= 0.95


def test_the_densified_seeds(shared, judge, tmp_path_factory):
    out = tmp_path_factory.mktemp("dense")
    densify_folder(shared / "seeds", ANNOTATIONS, out)
    figures, mistakes = judge(out / "docs", out / "gold")
    assert figures["reports found"] == 12
    assert figures["stated numbers right"] >= 0.99, mistakes
    assert figures["stated non-zero right"] >= 0.99
    assert figures["wrong outside review"] == 0, mistakes
